"""A city with its pages, the people who use them, and phones to look at them with."""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import asyncpg
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

from backend.core.embedded import places, postgres
from backend.credentials.rules.checking import Held
from tests import browser as browsers
from tests.backend.credentials.phones import Credential
from tests.mini_programs.carrying import carry, make_ready
from tests.mini_programs.patience import PATIENCE_SECONDS
from tests.mini_programs.people import Person, create, new_identity
from tests.mini_programs.phones import fetch_trust
from tests.servers.city import City

# A new code every six to seven seconds, so that nobody waits long for one to end.
LIFETIME_SECONDS = 10
REFRESH_SECONDS = LIFETIME_SECONDS * 2 / 3

PHONE = ViewportSize(width=390, height=844)

Phone = Callable[..., Page]


@pytest.fixture(scope="package")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """The demo city of these tests in this test process."""
    folder = tmp_path_factory.mktemp("city") / "data"
    found = City(folder, YIMA_PORTAL="true", YIMA_CODE_LIFETIME_SECONDS=str(LIFETIME_SECONDS))
    with found.up():
        yield found


@pytest.fixture(scope="package")
def address(city: City) -> str:
    """Where it answers."""
    return f"http://127.0.0.1:{city.port}"


@pytest.fixture(autouse=True)
def _begin_with_all_tries(city: City) -> None:
    """All tests come from one address: what one of them tried is not counted against the next."""
    url = postgres.url(places.place_for_data(city.folder), int(city.settings["YIMA_POSTGRES_PORT"]))

    async def forget() -> None:
        connection = await asyncpg.connect(url)
        await connection.execute("delete from limit_count")
        await connection.close()

    with ThreadPoolExecutor(1) as aside:  # Playwright has a loop of its own in this thread
        aside.submit(asyncio.run, forget()).result()


@pytest.fixture(scope="package")
def resident(address: str) -> Iterator[Person]:
    """A resident whose identity is confirmed on this device."""
    with Person.sign_in(address, "13800000001") as person:
        person.confirm("张小明", "131099199003071238")
        yield person


@pytest.fixture(scope="package")
def manager(address: str) -> Iterator[Person]:
    """Whoever manages the demo city's venues."""
    with Person.sign_in(address, "13800000005") as person:
        person.confirm("刘芳", "131099198506110054")
        yield person


@pytest.fixture(scope="package")
def held(resident: Person) -> Held:
    """What a reader holds."""
    return fetch_trust(resident)


@pytest.fixture
def newcomer(address: str) -> Iterator[Person]:
    """Somebody new, whose identity is confirmed on this device."""
    phone, id_number = new_identity()
    with Person.sign_in(address, phone) as person:
        person.confirm("王小红", id_number)
        yield person


@pytest.fixture(scope="package")
def operator(address: str) -> Iterator[Person]:
    """An operator of the city."""
    with Person.sign_in(address, "13800000009") as person:
        person.confirm("陈志远", "131099197609090098")
        yield person


@pytest.fixture(scope="package")
def library(manager: Person) -> Any:
    """A venue with the scene `library`."""
    venues = manager.client.get("/v1/venues", params={"limit": 50}).json()["items"]
    return next(venue for venue in venues if "library" in venue["scenes"])


@pytest.fixture
def new_reader(manager: Person, library: Any) -> Callable[[], Any]:
    """Makes a reader of the library; gives it with its one-time code."""
    return lambda: create(
        manager.client, f"/v1/venues/{library['id']}/readers", {"name": "大门", "scene": "library"}
    )


@pytest.fixture
def scanner(phone: Phone, new_reader: Any) -> Page:
    """A scanner at the library that could go on without a network."""
    page = phone("/scan")
    make_ready(page, new_reader()["enrolment_code"])
    return page


@pytest.fixture
def credential(resident: Person) -> Credential:
    """A credential of the resident's phone."""
    return carry(resident)[0]


@pytest.fixture(scope="package")
def browser(chromium: str) -> Iterator[Browser]:
    """One browser for these tests; it has a loop of its own, so it is gone before those of other folders."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=browsers.ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def phone(browser: Browser, address: str) -> Iterator[Phone]:
    """Opens `path` on a phone of its own, for who is signed in there, with preferences as cookies."""
    opened: list[BrowserContext] = []

    def open_page(path: str, person: Person | None = None, script: str = "", **options: Any) -> Page:
        preferences = options.pop("preferences", {})
        # Without a graphics card, each frame of a movement costs.
        still: Any = {"device_scale_factor": 2, "reduced_motion": "reduce"}
        context = browser.new_context(viewport=PHONE, base_url=address, **still | options)
        opened.append(context)
        cookies = (person.cookies if person else {}) | preferences
        context.add_cookies(
            [{"name": name, "value": value, "url": address} for name, value in cookies.items()]
        )
        context.set_default_timeout(PATIENCE_SECONDS * 1000)
        page = context.new_page()
        if script:
            page.add_init_script(script)
        page.goto(path)
        return page

    yield open_page
    for context in opened:
        context.close()
