"""What readers hand in together comes before an operator, and a venue reads what it checked."""

import asyncio
import re
import time
from typing import Any

import httpx
from litestar import Litestar
from playwright.async_api import Page, expect

from backend.people.service import make_operator
from tests import venues
from tests.backend.credentials import phones
from tests.backend.evidence.devices import Device
from tests.journeys.conftest import PATIENCE_MILLISECONDS, OpenPhone, confirm, sign_in

WORKER = ("13800000002", "李淑兰", "131099195707200036")
LIBRARY = 2


async def enter(phone: Page, city: str) -> None:
    """An operator, signed in and confirmed."""
    number, name, id_number = WORKER
    await sign_in(phone, city, number)
    await confirm(phone, city, name, id_number)
    await make_operator(number)


async def photograph(app: Litestar, operator: httpx.AsyncClient, resident: httpx.AsyncClient) -> Device:
    """One code accepted by two readers without a network, of which the second is given."""
    code = (await phones.fetch(resident, 1))[0].show(LIBRARY)
    for name in ("市图书馆", "儿童图书馆"):
        reader = await Device.enrol(app, operator, name=name)
        reader.note(code)
        await reader.hand_in()
        await reader.client.aclose()
    await wait_for_finding(operator)
    return reader


async def wait_for_finding(operator: httpx.AsyncClient) -> dict[str, Any]:
    """The finding that the city's worker makes of it."""
    end = time.monotonic() + PATIENCE_MILLISECONDS / 1000
    while time.monotonic() < end:
        for finding in (await operator.get("/v1/findings")).json()["items"]:
            return dict(finding)
        await asyncio.sleep(0.05)
    raise AssertionError("the evidence was not compared")


async def test_an_operator_pauses_and_restores_a_device_and_closes_the_finding(
    open_phone: OpenPhone, app: Litestar, operator: httpx.AsyncClient, resident: httpx.AsyncClient, city: str
) -> None:
    desk = await open_phone()
    await enter(desk, city)
    await photograph(app, operator, resident)
    await desk.goto("/")
    await desk.get_by_role("link", name="异常线索").click()
    await desk.wait_for_url("**/findings")
    # The address changes before the page does, and home has such lines, too.
    line = desk.locator("main .lines > li").filter(has_text="儿童图书馆")
    await expect(line).to_contain_text("一张离线码在两处出示")
    await expect(line.get_by_role("link", name="儿童图书馆 · Gate")).to_be_visible()

    await desk.get_by_role("button", name=re.compile("^暂停居民的设备")).click()
    await desk.locator("#reason").fill("居民来电")
    await line.get_by_role("button", name="暂停居民的设备").click()
    await expect(line).to_contain_text("设备已暂停")
    assert (await resident.get("/v1/me")).json()["device"] == "suspended"
    await desk.get_by_role("button", name=re.compile("^恢复居民的设备")).click()
    await expect(desk.get_by_role("status").first).to_have_text("设备已恢复。")
    assert (await resident.get("/v1/me")).json()["device"] == "confirmed"

    await desk.get_by_role("button", name=re.compile("^处理完毕")).click()
    await desk.locator("#note").fill("已电话核对")
    await line.get_by_role("button", name="处理完毕").click()
    await expect(desk.get_by_text("没有待处理的线索")).to_be_visible()
    await desk.get_by_role("button", name="已处理").click()
    await expect(line).to_contain_text("已电话核对")


async def test_a_venue_reads_what_it_checked_and_when_its_readers_handed_in(
    open_phone: OpenPhone, app: Litestar, operator: httpx.AsyncClient, resident: httpx.AsyncClient, city: str
) -> None:
    phone = await open_phone("en")
    await enter(phone, city)
    reader = await photograph(app, operator, resident)

    await phone.goto(f"/venues/{reader.venue}")

    await expect(phone.get_by_text("Findings here in the last 7 days: 1.")).to_be_visible()
    row = phone.get_by_role("row", name=re.compile("^Accepted"))
    await expect(row.get_by_role("cell")).to_have_text(["0", "1", "1"])
    await expect(phone.get_by_text("Last handed in offline records:")).to_be_visible()


async def test_a_venue_is_opened_with_its_position(
    open_phone: OpenPhone, operator: httpx.AsyncClient, city: str
) -> None:
    await venues.open_venue(operator)
    phone = await open_phone("en")
    await enter(phone, city)
    await phone.goto("/venues/new")
    await phone.locator("#organisation").select_option(index=1)
    await phone.locator("#name_zh").fill("东馆")
    await phone.locator("#name_en").fill("East Branch")
    await phone.locator("#county").select_option("131003")
    await phone.locator("#scene-library").check()
    await phone.locator("#latitude").fill("39.52")
    await phone.get_by_role("button", name="Add", exact=True).click()
    await expect(phone.locator("main form [role=alert]")).to_contain_text("both latitude and longitude")

    await phone.locator("#longitude").fill("１１６．７０")
    await phone.get_by_role("button", name="Add", exact=True).click()
    await phone.wait_for_url(re.compile(r"/venues/[0-9a-f-]{36}$"))

    made = (await operator.get("/v1/venues")).json()["items"][0]
    assert made["position"] == {"latitude": 39.52, "longitude": 116.7}
