"""A whole city in processes of its own, and phones that walk through it in a real browser."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
from playwright.async_api import Browser, BrowserContext, Page, ViewportSize, async_playwright, expect

from backend.core.settings import Settings
from tests import browser as browsers
from tests import processes
from tests.conftest import find_password

ROOT = Path(__file__).parents[2]
AXE = ROOT / "mini_programs/node_modules/axe-core/axe.min.js"
PHONE: ViewportSize = {"width": 390, "height": 844}
PATIENCE_MILLISECONDS = 15_000
# The city's worker may still be starting, on a machine that is busy with other tests.
SENDING_SECONDS = 45

OpenPhone = Callable[..., Awaitable[Page]]

expect.set_options(timeout=PATIENCE_MILLISECONDS)


@pytest.fixture(scope="package")
def city(app: Any, settings: Settings) -> Iterator[str]:
    """The address of a city with portal and worker, on the servers of this test process."""
    whole = msgspec.structs.replace(settings, portal=True)
    with processes.serve(whole) as server, processes.run(whole, "worker"):
        yield server.address


@pytest.fixture(scope="session")
async def browser(anyio_backend: str, chromium: str) -> AsyncIterator[Browser]:
    """One Chromium for all journeys of this test process."""
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=chromium, args=browsers.ARGUMENTS)
        yield opened
        await opened.close()


@pytest.fixture
async def open_phone(city: str, clean: None, browser: Browser) -> AsyncIterator[OpenPhone]:
    """Take a phone in hand: a page of its own browser profile, 390 × 844."""
    opened: list[BrowserContext] = []
    errors: list[str] = []

    async def take(locale: str = "zh-CN", theme: str = "light", elder: str = "0", **more: Any) -> Page:
        context = await browser.new_context(
            base_url=city,
            viewport=PHONE,
            device_scale_factor=2,
            has_touch=True,
            is_mobile=True,
            reduced_motion="reduce",  # with no graphics card, each frame of a movement costs
            locale=locale,
            color_scheme="dark" if theme == "dark" else "light",
            **more,
        )
        wishes = {"yima_locale": locale, "yima_theme": theme, "yima_elder": elder}
        await context.add_cookies(
            [{"name": name, "value": value, "url": city} for name, value in wishes.items()]
        )
        context.set_default_timeout(PATIENCE_MILLISECONDS)
        opened.append(context)
        page = await context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: note_refusal(message.text, errors))
        return page

    yield take
    for context in opened:
        await context.close()
    assert errors == []


def note_refusal(text: str, errors: list[str]) -> None:
    """Remember what the page's security policy refused; nothing of ours may need it."""
    if "Content Security Policy" in text:
        errors.append(text)


async def read_password(city: str, phone: str) -> str:
    """The password in the newest text to `phone`, as soon as the worker has sent it."""
    end = time.monotonic() + SENDING_SECONDS
    async with httpx.AsyncClient(base_url=city) as client:
        while time.monotonic() < end:
            for message in (await client.get("/demo/inbox.json")).json():
                if message["to"].endswith(phone):
                    return find_password(message["text"])
            await asyncio.sleep(0.05)
    raise AssertionError("no text message came")


async def ask_for_password(page: Page, phone: str) -> None:
    """The first step of signing in."""
    await page.locator("input[name=phone]").fill(phone)
    await page.locator("form[action='/session/phone'] button[type=submit]").click()
    await page.wait_for_url("**/sign-in/password**")


async def sign_in_by_hand(page: Page, city: str, phone: str) -> None:
    """Sign in as a person does: type the phone, read the text message, type the password."""
    await page.goto("/sign-in")
    await ask_for_password(page, phone)
    await page.locator("input[name=password]").fill(await read_password(city, phone))
    await page.locator("form[action='/session/password'] button[type=submit]").click()
    await page.wait_for_url(lambda url: "/sign-in" not in url)


async def confirm_by_hand(page: Page, name: str, id_number: str) -> None:
    """Say who one is, as a person does."""
    await page.goto("/me/identity")
    await page.locator("input[name=name]").fill(name)
    await page.locator("input[name=id_number]").fill(id_number)
    await page.locator("form[action='/session/identity'] button[type=submit]").click()
    await page.wait_for_url(lambda url: "/me/identity" not in url)


async def sign_in(page: Page, city: str, phone: str) -> None:
    """The same without showing a page, for journeys that begin later."""
    started = await ask(page, city, "/v1/sign-ins", {"phone": phone})
    given = {"password": await read_password(city, phone), "session": "cookie"}
    device = {"token": None, "label": "phone"}
    await ask(page, city, f"/v1/sign-ins/{started['id']}/password", given | {"device": device})


async def confirm(page: Page, city: str, name: str, id_number: str) -> None:
    """The same without showing a page."""
    await ask(page, city, "/v1/me/identity", {"name": name, "id_number": id_number})


async def ask(page: Page, city: str, path: str, body: Any) -> Any:
    """What the city answers to a POST from this phone."""
    answer = await page.context.request.post(path, data=body, headers={"origin": city})
    assert answer.ok, await answer.text()
    return await answer.json()
