"""What the city tells a resident, in a browser, and how a paused device comes back at the counter."""

import re
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from playwright.async_api import Page, expect

from backend.core import db
from backend.messages.rules import Fact
from backend.messages.service import send
from backend.people.service import make_operator, suspend_device
from tests.journeys.conftest import OpenPhone, confirm, sign_in

PHONE = ("13800000002", "李淑兰", "131099195707200036")
OPERATOR = ("13800000001", "张小明", "131099199003071238")
COPIED: Mapping[str, Fact] = {
    "venue_one": {"zh-CN": "市图书馆", "en": "City Library"},
    "venue_two": {"zh-CN": "人民公园", "en": "People's Park"},
    "at": datetime(2026, 11, 25, 4, 5, tzinfo=UTC),
}


async def enter(phone: Page, city: str, person: tuple[str, str, str] = PHONE) -> None:
    """Sign in and confirm who one is."""
    number, name, id_number = person
    await sign_in(phone, city, number)
    await confirm(phone, city, name, id_number)


async def tell(connection: Any, count: int) -> None:
    """Send the only resident some messages."""
    account: uuid.UUID = await connection.fetchval("select account from device order by created_at desc")
    async with db.transaction():
        for number in range(count):
            await send(account, "code-copied", COPIED, key=str(number))


async def test_unread_messages_are_counted_on_the_home_page_and_opening_one_reads_it(
    open_phone: OpenPhone, city: str, connection: Any
) -> None:
    phone = await open_phone()
    await enter(phone, city)
    await tell(connection, 2)
    await phone.goto("/")
    await phone.get_by_role("link", name=re.compile("2.*未读.*消息")).click()
    await phone.wait_for_url("**/messages")
    lines = phone.locator("main li")
    await expect(lines).to_have_count(2)
    await expect(lines.get_by_text("未读")).to_have_count(2)

    await lines.first.get_by_role("button").press("Enter")

    await expect(lines.first.get_by_role("button")).to_have_attribute("aria-expanded", "true")
    await expect(lines.first).to_contain_text("“市图书馆”和“人民公园”")
    await expect(lines.get_by_text("未读")).to_have_count(1)
    await lines.first.get_by_role("link", name="去看看").click()
    await phone.wait_for_url("**/verifications")
    await phone.goto("/")
    await expect(phone.get_by_role("link", name=re.compile("1.*未读.*消息"))).to_be_visible()


async def test_older_messages_come_with_a_button(open_phone: OpenPhone, city: str, connection: Any) -> None:
    phone = await open_phone("en")
    await enter(phone, city)
    await phone.goto("/messages")
    await expect(phone.get_by_text("No messages yet")).to_be_visible()
    await tell(connection, 21)
    await phone.goto("/messages")
    await expect(phone.locator("main li")).to_have_count(20)
    await phone.get_by_role("button", name="Show more").click()
    await expect(phone.locator("main li")).to_have_count(21)

    await phone.get_by_role("button", name="Cases", exact=True).click()
    await expect(phone.get_by_text("No messages of this kind yet")).to_be_visible()
    await phone.get_by_role("button", name="All", exact=True).click()
    await phone.get_by_role("searchbox").fill("photographed")
    await phone.get_by_role("searchbox").press("Enter")
    await expect(phone.get_by_role("status").filter(has_text="photographed")).to_be_visible()
    await expect(phone.locator("main li")).to_have_count(20)
    await phone.get_by_role("button", name="Mark all as read").click()
    await expect(phone.locator("main li").get_by_text("Unread")).to_have_count(0)
    await expect(phone.get_by_role("button", name="Mark all as read")).to_have_count(0)


async def test_without_scripts_the_inbox_leads_to_a_plain_one(
    open_phone: OpenPhone, city: str, connection: Any
) -> None:
    phone = await open_phone(java_script_enabled=False)
    await enter(phone, city)
    await tell(connection, 1)
    await phone.goto("/messages")
    await phone.get_by_role("link", name="不用脚本看消息").click()
    await expect(phone.get_by_text("您的离线码可能被人拍下了")).to_be_visible()
    await phone.get_by_role("button", name="标为已读").click()
    await expect(phone.get_by_role("button", name="标为已读")).to_have_count(0)


async def test_a_paused_device_says_so_and_is_restored_at_the_counter(
    open_phone: OpenPhone, city: str, connection: Any
) -> None:
    phone, desk = await open_phone(), await open_phone()
    await enter(phone, city)
    device = await connection.fetchval("select id from device")
    await suspend_device(device, "copied", None)
    await phone.goto("/")
    await expect(phone.get_by_text("这台设备已暂停亮码")).to_be_visible()
    await expect(phone.get_by_role("link", name="出示城市码")).to_have_count(0)

    await make_operator(OPERATOR[0])
    await enter(desk, city, OPERATOR)
    await desk.goto("/residents")
    await desk.locator("#phone").fill(PHONE[0])
    await desk.get_by_role("button", name="查找").click()
    await expect(desk.get_by_text("已暂停的设备")).to_be_visible()
    await desk.get_by_role("button", name=re.compile("^恢复 ")).click()
    await expect(desk.get_by_role("status").first).to_have_text("设备已恢复。")

    await phone.goto("/")
    await expect(phone.get_by_role("link", name="出示城市码")).to_be_visible()
