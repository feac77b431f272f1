"""What managers and operators do, in a browser: venues, readers, organisations, the counter."""

import re

import httpx
from playwright.async_api import Page, expect

from backend.people.service import make_operator
from tests import venues
from tests.journeys.conftest import OpenPhone, confirm, sign_in

WORKER = ("13800000002", "李淑兰", "131099195707200036")


async def sign_in_worker(phone: Page, city: str) -> None:
    """Somebody whose identity is confirmed on this phone."""
    number, name, id_number = WORKER
    await sign_in(phone, city, number)
    await confirm(phone, city, name, id_number)


async def test_a_manager_opens_a_venue_once_and_adds_a_reader(
    open_phone: OpenPhone, operator: httpx.AsyncClient, city: str
) -> None:
    venue = await venues.open_venue(operator)
    await venues.make_manager(operator, venue["organisation"]["id"], WORKER[0])
    phone = await open_phone()
    await sign_in_worker(phone, city)

    await phone.goto("/venues/new")
    await phone.locator("#organisation").select_option(index=1)
    await phone.locator("#name_zh").fill("东馆")
    await phone.locator("#name_en").fill("East Branch")
    await phone.locator("#county").select_option("131003")
    await expect(phone.locator("#township option")).not_to_have_count(1)
    await phone.locator("#scene-library").check()
    await phone.locator("main form button[type=submit]").dblclick()
    await phone.wait_for_url(re.compile(r"/venues/[0-9a-f-]{36}$"))
    await expect(phone.locator("h2", has_text="东馆")).to_be_visible()
    await phone.get_by_role("button", name="添加设备").click()
    await phone.locator("#reader-name").fill("东门")
    await phone.locator("select#scene").select_option("library")
    await phone.locator("main form button[type=submit]").click()

    await expect(phone.locator("#enrolment-code")).to_have_text(re.compile(r"^[0-9A-HJKMNP-TV-Z]{10}$"))
    await phone.get_by_role("button", name="已记下").click()
    await expect(phone.locator("#enrolment-code")).to_have_count(0)
    await phone.goto("/venues")
    await expect(phone.get_by_text("东馆")).to_have_count(1)


async def test_a_reader_and_a_venue_are_suspended_with_a_reason_and_resumed(
    open_phone: OpenPhone, operator: httpx.AsyncClient, city: str
) -> None:
    venue = await venues.open_venue(operator)
    await venues.make_manager(operator, venue["organisation"]["id"], WORKER[0])
    await venues.enrol(operator, venue["id"])
    phone = await open_phone("en")
    await sign_in_worker(phone, city)
    await phone.goto(f"/venues/{venue['id']}")

    await phone.get_by_role("button", name="Suspend Gate").click()
    await phone.locator("input[name=reason]").fill("Lost")
    await phone.get_by_role("button", name="Suspend", exact=True).click()
    await expect(phone.get_by_text("Suspended: Lost")).to_be_visible()
    await phone.get_by_role("button", name="Resume Gate").click()
    await expect(phone.get_by_text("In use")).to_be_visible()
    await phone.get_by_role("button", name="Suspend this venue").click()
    await phone.locator("input[name=reason]").fill("Closed for repairs")
    await phone.get_by_role("button", name="Suspend", exact=True).click()
    await phone.get_by_role("button", name="Resume this venue").click()
    await expect(phone.get_by_role("button", name="Suspend this venue")).to_be_visible()


async def test_an_operator_registers_an_organisation_and_suspends_a_resident(
    open_phone: OpenPhone, resident: httpx.AsyncClient, city: str
) -> None:
    await make_operator(WORKER[0])
    phone = await open_phone()
    await sign_in_worker(phone, city)

    await phone.goto("/organisations")
    await phone.get_by_role("button", name="登记单位").click()
    await phone.locator("#name_zh").fill("廊坊公交")
    await phone.locator("#name_en").fill("Langfang Buses")
    await phone.locator("#credit_code").fill("123")
    await phone.locator("main form button[type=submit]").click()
    await expect(phone.locator("main form [role=alert]")).to_contain_text("统一社会信用代码不对")
    await phone.locator("#credit_code").fill("")
    await phone.locator("main form button[type=submit]").click()
    await phone.get_by_role("button", name="指定管理人 廊坊公交").click()
    await phone.locator("#phone").fill("13800000005")
    await phone.locator("main form button[type=submit]").click()
    await expect(phone.get_by_role("status").first).to_contain_text("138****0005")

    await phone.goto("/residents")
    await phone.locator("#phone").fill("13800000001")
    await phone.get_by_role("button", name="查找").click()
    await phone.locator("#reason").fill("本人申请")
    await phone.get_by_role("button", name="暂停账号").click()
    await expect(phone.get_by_role("button", name="恢复账号")).to_be_visible()
    assert (await resident.get("/v1/me")).json()["suspended"] is True


async def test_a_suspended_resident_is_told_so_and_still_sees_their_account(
    open_phone: OpenPhone, operator: httpx.AsyncClient, city: str
) -> None:
    phone = await open_phone()
    await sign_in_worker(phone, city)
    found = await operator.post("/v1/residents/search", json={"phone": WORKER[0]})
    account = found.json()["items"][0]["id"]
    suspended = await operator.put(f"/v1/residents/{account}/suspension", json={"reason": "本人申请"})
    assert suspended.status_code == 200

    await phone.goto("/")
    await expect(phone.get_by_text("账号已暂停使用")).to_be_visible()
    await expect(phone.get_by_role("link", name="出示城市码")).to_have_count(0)
    await phone.goto("/me")
    await expect(phone.get_by_text("138****0002")).to_be_visible()
    await expect(phone.get_by_role("alert").first).to_be_empty()


async def test_a_session_that_ended_elsewhere_leads_to_signing_in_and_back(
    open_phone: OpenPhone, city: str
) -> None:
    phone = await open_phone()
    await sign_in_worker(phone, city)
    await phone.goto("/")
    await expect(phone.locator("[aria-busy=true]")).to_have_count(0)
    cookies = {cookie["name"]: cookie["value"] for cookie in await phone.context.cookies()}
    async with httpx.AsyncClient(base_url=city, cookies=cookies, headers={"origin": city}) as elsewhere:
        assert (await elsewhere.delete("/v1/sessions/current")).status_code == 204

    await phone.locator("nav.dock").get_by_text("证照").click()

    await phone.wait_for_url("**/sign-in?next=/wallet")
    await expect(phone.locator("input[name=next]")).to_have_value("/wallet")


async def test_the_next_person_in_the_same_tab_sees_nothing_of_the_last(
    open_phone: OpenPhone, city: str
) -> None:
    phone = await open_phone()
    await sign_in_worker(phone, city)
    await phone.goto("/me")
    await expect(phone.get_by_text("138****0002")).to_be_visible()
    token = await phone.evaluate("sessionStorage.getItem('token')")

    await phone.get_by_role("button", name="退出登录").click()
    await phone.wait_for_url("**/sign-in")
    await expect(phone.locator("h1")).to_have_text("登录")

    assert await phone.evaluate("sessionStorage.getItem('token')") != token
