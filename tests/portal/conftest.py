"""The portal in front of the API, in this process, and browsers without scripts."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from litestar import Litestar

from backend.core.settings import Settings
from portal import build
from portal.serve import create_portal
from tests.conftest import Client, read_password

ORIGIN = "http://city.test"
Browse = Callable[[], Client]


@pytest.fixture(scope="session")
def portal(app: Litestar, settings: Settings) -> Any:
    """The portal, built from these sources."""
    build.build()
    return create_portal(settings, app)


@pytest.fixture
async def browser(portal: Any, clean: None) -> AsyncIterator[Client]:
    """A browser that keeps cookies and follows nothing by itself."""
    async with open_browser(portal) as opened:
        yield opened


def open_browser(portal: Any, **headers: str) -> Client:
    """Another browser, sending `headers`."""
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(portal, raise_app_exceptions=False),
        base_url=ORIGIN,
        headers={"origin": ORIGIN, **headers},
    )


async def follow(browser: Client, answer: httpx.Response) -> httpx.Response:
    """The page that a 303 leads to; its address must hold nothing personal."""
    assert answer.status_code == 303, answer.text
    location = answer.headers["location"]
    assert not re.search(r"\d{6,}", urlsplit(location).query), location
    return await browser.get(location)


@pytest.fixture
def sign_in_by_form(
    browser: Client, client: Client, run_jobs: Callable[[], Awaitable[int]]
) -> Callable[..., Awaitable[httpx.Response]]:
    """Sign the browser in with plain forms; gives the last answer."""

    async def sign(phone: str = "13800000001", following: str = "/") -> httpx.Response:
        asked = await browser.post("/session/phone", data={"phone": phone, "next": following})
        assert asked.headers["location"] == "/sign-in/password", asked.headers
        password = await read_password(client, run_jobs, phone)
        return await browser.post("/session/password", data={"password": password})

    return sign
