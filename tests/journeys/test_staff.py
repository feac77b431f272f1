"""Who works for the city and who acts for a firm, given and taken in a browser."""

import re

import httpx
from litestar import Litestar
from playwright.async_api import Page, expect

from backend.core import clock
from backend.core.ids import new_id
from backend.people.service import make_operator
from backend.staff.service import open_task
from tests.backend.applications.conftest import send_records
from tests.backend.registers.senders import credit_code
from tests.journeys.conftest import OpenPhone, confirm, sign_in
from tests.journeys.test_accessibility import find_faults

LEAD = ("13800000002", "李淑兰", "131099195707200036")
CLERK = "13800000006"


async def sign_in_lead(phone: Page, city: str) -> None:
    """Somebody whose identity is confirmed on this phone."""
    number, name, id_number = LEAD
    await sign_in(phone, city, number)
    await confirm(phone, city, name, id_number)


async def send_form(phone: Page, name: str) -> None:
    """Press the form's own button."""
    await phone.locator("main form").get_by_role("button", name=name, exact=True).click()


async def test_a_post_is_given_opens_the_tasks_and_is_taken_away(
    open_phone: OpenPhone, city: str, app: Litestar
) -> None:
    facts: dict[str, str | int] = {"number": "LF2611-4K7D-3X", "stars": 1}
    await open_task("bad-rating", "public-security", "131003001", new_id(), facts, clock.today(), key="one")
    phone = await open_phone()
    await sign_in_lead(phone, city)
    for path in ("/staff", "/tasks"):
        await phone.goto(path)
        await expect(phone.get_by_text("您不能查看这一页")).to_be_visible()
        await expect(phone.locator("main form")).to_have_count(0)

    await make_operator(LEAD[0])
    await phone.goto("/")
    await phone.get_by_role("link", name="人员岗位").click()
    await phone.locator("#phone").fill(LEAD[0])
    await phone.locator("#department").select_option("public-security")
    await phone.locator("#county").select_option("131003")
    await expect(phone.locator("#township option")).not_to_have_count(1)
    await phone.locator("#township").select_option("131003001")
    await expect(phone.locator("#village option")).not_to_have_count(1)
    await phone.locator("#village").select_option(index=1)
    await phone.locator("#role").select_option("lead")
    await send_form(phone, "添加")
    await expect(phone.locator("main form [role=alert]")).to_contain_text("该部门在这一级没有岗位")
    await phone.locator("#village").select_option("")
    await send_form(phone, "添加")
    await expect(phone.locator("main li", has_text="公安局")).to_contain_text(re.compile("李.*负责人"))

    assert await find_faults(phone, "/tasks") == []
    await expect(phone.get_by_text("LF2611-4K7D-3X · 五星评了 1 星")).to_be_visible()
    await phone.get_by_role("button", name="办结 回访差评").click()
    await phone.locator("#note").fill("已回访，问题解决")
    await send_form(phone, "办结")
    await expect(phone.get_by_text("没有任务")).to_be_visible()
    await phone.get_by_role("button", name="已办").click()
    await expect(phone.get_by_text("已回访，问题解决")).to_be_visible()

    assert await find_faults(phone, "/staff") == []
    await phone.get_by_role("button", name=re.compile("^移除 李")).click()
    await expect(phone.get_by_text("还没有岗位")).to_be_visible()


async def test_a_firm_is_claimed_by_its_representative_who_names_an_agent(
    open_phone: OpenPhone, operator: httpx.AsyncClient, city: str, app: Litestar
) -> None:
    firm = {
        "external_id": "f1", "subject": credit_code(1), "related": LEAD[2], "name": "廊坊好味餐饮",
        "as_of": "2026-11-01T00:00:00Z", "kind": "company", "status": "open",
    }  # fmt: skip
    await send_records(app, operator, "firm-registration", firm)
    phone = await open_phone("en")
    await sign_in_lead(phone, city)

    await phone.goto("/firms")
    await phone.locator("#credit_code").fill(credit_code(2))
    await send_form(phone, "Check and add")
    await expect(phone.locator("main form [role=alert]")).to_contain_text("does not name you")
    await phone.locator("#credit_code").fill(credit_code(1))
    await send_form(phone, "Check and add")
    await expect(phone.locator("main li", has_text="廊坊好味餐饮")).to_contain_text("Legal representative")
    await phone.get_by_role("button", name="Agents 廊坊好味餐饮").click()
    await phone.locator("#phone").fill(CLERK)
    await phone.locator("main form").get_by_role("button", name="Add agent").dblclick()
    await expect(phone.get_by_text("138****0006")).to_have_count(1)
    await phone.get_by_role("button", name="Remove 138****0006").click()
    await expect(phone.get_by_text("138****0006")).to_have_count(0)
    assert await find_faults(phone, "/firms") == []
