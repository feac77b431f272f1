"""The main job, in a browser, on a phone: show a code, have it checked, see who checked."""

import re
import time
from pathlib import Path

import httpx
import pytest
from playwright.async_api import Page, expect

from tests import venues
from tests.journeys.conftest import (
    OpenPhone,
    ask_for_password,
    confirm,
    confirm_by_hand,
    sign_in,
    sign_in_by_hand,
)

RESIDENT = ("13800000001", "张小明", "131099199003071238")


async def open_code(page: Page, city: str) -> None:
    """A resident, signed in and confirmed, showing a library code."""
    phone, name, id_number = RESIDENT
    await sign_in(page, city, phone)
    await confirm(page, city, name, id_number)
    await show_code(page)


async def show_code(page: Page) -> None:
    """Show a library code."""
    await page.goto("/code?scene=library")
    await expect(page.locator("#plate")).to_have_attribute("data-face", "code")


async def open_scanner(page: Page, operator: httpx.AsyncClient) -> str:
    """A scanner enrolled at a new library, ready for a picture; gives the venue's id."""
    venue = await venues.open_venue(operator, name="市图书馆")
    path = f"/v1/venues/{venue['id']}/readers"
    made = await venues.create(operator, path, {"name": "大门", "scene": "library"})
    await page.goto("/scan")
    await page.locator("#enrol-code").fill(made["enrolment_code"])
    await page.locator("#enrol-go").click()
    await expect(page.locator("#picture")).to_be_attached()
    await expect(page.locator("#venue")).to_have_text(re.compile("市图书馆|City Library"))
    return str(venue["id"])


async def photograph(page: Page, folder: Path) -> Path:
    """A picture of the code that the phone shows."""
    picture = folder / f"code-{time.monotonic_ns()}.png"
    await page.locator("#plate").screenshot(path=picture)
    return picture


async def test_a_code_is_shown_scanned_once_and_listed(
    open_phone: OpenPhone, operator: httpx.AsyncClient, city: str, tmp_path: Path
) -> None:
    phone, gate = await open_phone(), await open_phone(permissions=["camera"])
    number, name, id_number = RESIDENT
    await sign_in_by_hand(phone, city, number)
    await confirm_by_hand(phone, name, id_number)
    await show_code(phone)
    await open_scanner(gate, operator)
    picture = await photograph(phone, tmp_path)

    await gate.locator("#picture").set_input_files(picture)
    await expect(gate.locator("#result")).to_be_visible()
    scanned = time.monotonic()
    await expect(gate.locator("#result")).to_have_attribute("data-tone", "good")
    await expect(phone.locator("#checked-venue")).to_contain_text("市图书馆")
    assert time.monotonic() - scanned < 2, "the phone did not say within a second or two who checked the code"
    await expect(gate.locator("#result")).to_be_hidden()

    await gate.locator("#picture").set_input_files(picture)
    await expect(gate.locator("#result")).to_have_attribute("data-tone", "bad")
    await expect(gate.locator("#result-text")).to_have_text(re.compile("用过"))

    await phone.goto("/verifications")
    lines = phone.locator("main li")
    await expect(lines).to_have_count(2)
    await expect(lines.first).to_contain_text("市图书馆")
    await expect(lines.nth(1)).to_contain_text("市图书馆")


async def test_a_new_code_comes_by_itself_after_a_check(
    open_phone: OpenPhone, operator: httpx.AsyncClient, city: str, tmp_path: Path
) -> None:
    phone, gate = await open_phone("en"), await open_phone("en")
    await open_code(phone, city)
    await open_scanner(gate, operator)
    for _ in range(2):
        await expect(phone.locator("#plate")).to_have_attribute("data-face", "code")
        await gate.locator("#picture").set_input_files(await photograph(phone, tmp_path))
        await expect(gate.locator("#result")).to_have_attribute("data-tone", "good")
        await expect(phone.locator("#checked")).to_be_visible()
        await expect(gate.locator("#result")).to_be_hidden()
        await expect(phone.locator("#checked")).to_be_hidden()


async def test_the_code_page_works_again_by_itself_after_the_network_returns(
    open_phone: OpenPhone, city: str
) -> None:
    phone = await open_phone("en")
    await open_code(phone, city)
    await phone.context.set_offline(True)
    await expect(phone.locator("#status")).to_have_text(re.compile("offline", re.IGNORECASE))
    await phone.context.set_offline(False)
    await expect(phone.locator("#status")).not_to_have_text(re.compile("offline", re.IGNORECASE))
    await expect(phone.locator("#plate")).to_have_attribute("data-face", "code")


async def test_a_suspended_reader_says_so_at_its_next_scan(
    open_phone: OpenPhone, operator: httpx.AsyncClient, city: str, tmp_path: Path
) -> None:
    phone, gate = await open_phone(), await open_phone()
    await open_code(phone, city)
    venue = await open_scanner(gate, operator)
    answer = await operator.put(f"/v1/venues/{venue}/suspension", json={"reason": "closed"})
    assert answer.status_code == 200
    await gate.locator("#picture").set_input_files(await photograph(phone, tmp_path))
    await expect(gate.get_by_text("这台设备已停用").first).to_be_visible()


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
async def test_signing_in_works_without_script(open_phone: OpenPhone, city: str, locale: str) -> None:
    phone = await open_phone(locale, java_script_enabled=False)
    number, name, id_number = RESIDENT
    await sign_in_by_hand(phone, city, number)
    await confirm_by_hand(phone, name, id_number)
    await phone.goto("/picture?scene=library")
    await expect(phone.locator("img[src*='/v1/city-codes/picture']")).to_be_visible()


async def test_a_wrong_password_is_said_beside_the_field(open_phone: OpenPhone, city: str) -> None:
    phone = await open_phone("en")
    await phone.goto("/sign-in")
    await ask_for_password(phone, "13800000001")
    await phone.locator("input[name=password]").fill("000000")
    await phone.locator("form[action='/session/password'] button[type=submit]").click()
    await expect(phone.locator("input[name=password]")).to_have_attribute("aria-invalid", "true")


async def test_a_missing_page_is_a_true_404(open_phone: OpenPhone) -> None:
    phone = await open_phone("en")
    answer = await phone.goto("/no-such-page")
    assert answer is not None
    assert answer.status == 404
