"""A licence that expires: reminded on a phone, renewed from the reminder, and never mentioned again."""

import re
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import time_machine
from playwright.async_api import Page, expect

from backend.conditions.rules.dates import add_months
from backend.core import clock
from backend.reminders import service
from backend.reminders.service.catalogue import scenarios
from backend.reminders.service.sweeping import sweep
from tests.backend.applications.papers import photo
from tests.backend.reminders.conftest import (
    HOME,
    LICENCE,
    Records,
    licence,
    person,
    records,
    remind,
    reminders_of,
    switch,
)
from tests.conftest import SignIn, idempotency_key
from tests.journeys.conftest import PATIENCE_MILLISECONDS, OpenPhone, confirm, sign_in
from tests.journeys.test_services import NAME, NUMBER, PHONE, approve

__all__ = ["records"]

CLERK = ("13800000006", "周敏", "131099198002023109")
NEIGHBOUR = "131099195707200036"
LAST_STEP_DAYS = 7


@pytest.fixture
async def last_day(records: Records, operator: httpx.AsyncClient) -> date:
    """The last day of two licences of which the city reminds."""
    return await bring(records, operator)


async def bring(records: Records, operator: httpx.AsyncClient) -> date:
    """He and a neighbour have driving licences for 25 more days, of which the city reminds."""
    last = clock.today() + timedelta(days=25)
    await records("population", person())
    await records("driving-licence", licence(last))
    await records("driving-licence", licence(last) | {"external_id": "n", "subject": NEIGHBOUR})
    assert (await switch(operator, LICENCE)).status_code == 200
    return last


@pytest.fixture
async def clerk(sign_in: SignIn, operator: httpx.AsyncClient) -> httpx.AsyncClient:
    """A clerk of the traffic police."""
    someone = await sign_in("13800000005", "刘芳", "131099198506110054")
    wanted = {"phone": "13800000005", "department": "traffic-police", "division": "131000", "role": "clerk"}
    assert (await operator.post("/v1/staff", json=wanted, headers=idempotency_key())).status_code == 201
    return someone


async def reminders(phone: Page, state: str = "all") -> list[Any]:
    """What the person with this phone was reminded of."""
    found: list[Any] = (await (await phone.request.get(f"/v1/me/reminders?state={state}")).json())["items"]
    return found


async def look_and_tell(phone: Page) -> Any:
    """The reminder after a night and a morning, here or in the city's worker, whichever comes first."""
    end = time.monotonic() + PATIENCE_MILLISECONDS / 1000
    while not (found := await reminders(phone)):
        assert time.monotonic() < end, "nobody was reminded"
        await remind()
    return found[0]


async def test_an_expiring_licence_is_reminded_renewed_and_never_mentioned_again(
    open_phone: OpenPhone, last_day: date, clerk: httpx.AsyncClient, city: str, tmp_path: Path
) -> None:
    picture = tmp_path / "photo.jpg"
    picture.write_bytes(photo(600, 800))
    phone = await open_phone()
    await sign_in(phone, city, PHONE)
    await confirm(phone, city, NAME, NUMBER)
    await look_and_tell(phone)

    await phone.goto("/")
    await phone.get_by_role("link", name=re.compile("驾驶证该换了.*还有 25 天")).click()
    await phone.wait_for_url("**/reminders/*")
    page = phone.url
    until = f"{last_day.year}年{last_day.month}月{last_day.day}日"
    await expect(phone.get_by_text(f"您的驾驶证{until}到期", exact=False)).to_be_visible()
    await expect(phone.get_by_text("《机动车驾驶证申领和使用规定》第六十三条")).to_be_visible()
    await expect(phone.get_by_text(f"有效期至：{until}")).to_be_visible()
    await expect(phone.get_by_text("驾驶证，2026年11月1日更新").first).to_be_visible()

    await phone.get_by_label("用部门登记过的信息帮我填").check()
    await phone.get_by_role("button", name="现在去办").click()
    await phone.wait_for_url("**/apply/*")
    await phone.goto(page)
    await phone.get_by_role("button", name="接着办").click()
    await phone.wait_for_url("**/apply/*")
    await expect(phone.get_by_text("C1", exact=True)).to_be_visible()
    await expect(phone.locator("input#class")).to_have_count(0)
    id_ = phone.url.rsplit("/", 1)[-1]
    await fill_in(phone, picture)
    await approve(clerk, id_)

    await phone.goto(page)
    await expect(phone.get_by_text("不再提醒", exact=False).first).to_be_visible()
    await expect(phone.get_by_role("button", name="现在去办")).to_have_count(0)
    await phone.goto("/")
    await expect(phone.locator("[aria-busy=true]")).to_have_count(0)
    await expect(phone.get_by_text("驾驶证该换了")).to_have_count(0)

    # A week before the old last day the neighbour is reminded once more, and he is not.
    later = last_day - timedelta(days=LAST_STEP_DAYS)
    assert await sweep(LICENCE, scenarios()[LICENCE], later) == 1
    with time_machine.travel(clock.now() + (later - clock.today())):
        while await service.tell(early=True):
            pass
    assert len(await reminders(phone)) == 1
    await phone.goto("/messages")
    await expect(phone.locator("main li").filter(has_text="驾驶证该换了")).to_have_count(1)


async def fill_in(phone: Page, picture: Path) -> None:
    """What no register knows, and send it in."""
    await phone.get_by_label("否", exact=True).check()
    await phone.get_by_label("邮寄到家").check()
    await phone.locator("#delivery_address").fill("光明西道 1 号")
    await phone.get_by_label(re.compile("以上内容真实")).check()
    await phone.get_by_label(re.compile("拍照或选照片")).set_input_files(picture)
    await expect(phone.get_by_role("link", name="photo.jpg")).to_be_visible()
    await phone.get_by_role("button", name="提交申请").click()
    await phone.wait_for_url("**/applications/*")


async def test_a_clerk_calls_whoever_did_not_answer_and_notes_it(
    open_phone: OpenPhone,
    records: Records,
    resident: httpx.AsyncClient,
    operator: httpx.AsyncClient,
    city: str,
) -> None:
    born = add_months(clock.today(), -80 * 12)
    await records("population", person(birth_date=f"{born}", hukou_division=HOME))
    assert (await switch(operator, "elder-allowance-80")).status_code == 200
    end = time.monotonic() + PATIENCE_MILLISECONDS / 1000
    while not await reminders_of(resident):
        assert time.monotonic() < end, "nobody was reminded"
        await remind()
    number, name, id_number = CLERK
    post = {"phone": number, "department": "civil-affairs", "division": HOME[:9], "role": "clerk"}
    assert (await operator.post("/v1/staff", json=post, headers=idempotency_key())).status_code == 201
    with time_machine.travel(clock.now() + timedelta(days=16)):
        assert await service.escalate() == 1

    phone = await open_phone()
    await sign_in(phone, city, number)
    await confirm(phone, city, name, id_number)
    await phone.goto("/tasks")
    await phone.get_by_role("button", name=re.compile("^看看打给谁")).click()
    called = phone.get_by_role("status").filter(has_text=NAME)
    await expect(called.get_by_role("link", name=PHONE)).to_have_attribute("href", f"tel:{PHONE}")
    await expect(called).to_contain_text("申领高龄津贴")
    await phone.get_by_role("button", name=re.compile("^办结")).click()
    await phone.locator("#note").fill("老人的女儿明天来办")
    await phone.locator("main form").get_by_role("button", name="办结", exact=True).click()
    await expect(phone.get_by_text("没有任务")).to_be_visible()
    await phone.get_by_role("button", name="已办").click()
    await expect(phone.get_by_text("老人的女儿明天来办")).to_be_visible()
    looks = (await resident.get("/v1/me/looks")).json()["items"]
    assert ("staff", "civil-affairs") in [(look["who"]["kind"], look["who"]["department"]) for look in looks]
