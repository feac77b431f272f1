"""No page breaks an A or AA rule that axe-core knows, on a phone, in both languages and both themes."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from litestar import Litestar
from playwright.async_api import Page, expect

from backend.core import clock, db
from backend.messages.rules import Fact
from backend.messages.service import send
from backend.people.service import account_for_phone, make_operator
from tests import venues
from tests.backend.applications.conftest import send_records
from tests.backend.evidence.devices import Device
from tests.backend.reminders.conftest import LICENCE, Records, licence, person, records, switch
from tests.conftest import idempotency_key
from tests.journeys.conftest import AXE, OpenPhone, ask_for_password, confirm, sign_in
from tests.journeys.test_reminders import look_and_tell
from tests.journeys.test_services import NAME, NUMBER, PHONE

__all__ = ["records"]

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
OPEN = ["/sign-in", "/scan", "/no-such-page", "/services", "/services/id-card-renewal"]
INBOX = ["/messages", "/messages/plain"]
OWN = ["/", "/code", "/verifications", *INBOX, "/me", "/me/identity", "/picture?scene=library"]
WORK = ["/venues", "/venues/new", "/venues/{venue}", "/organisations", "/residents", "/findings"]

SERVICES = ["/services?q=ID", "/apply/{draft}", "/applications/{draft}", "/applications"]
DATA = ["/wallet", "/looks", "/consents"]
TOLD = ["/reminders", "/reminders/{reminder}", "/preferences"]
TELLING = ["/scenarios", "/scenarios/driving-licence-expiry", "/policies", "/policies/new", "/deliveries"]

# Each page is looked at as it comes, and then in the other theme and letter size: so every two of language,
# theme and size meet on each.
looks = pytest.mark.parametrize(("locale", "theme", "elder"), [("zh-CN", "light", "0"), ("en", "light", "1")])
TURN = """async () => {
    const look = document.documentElement.dataset;
    look.theme = look.theme === "dark" ? "light" : "dark";
    if (look.elder) delete look.elder; else look.elder = "1";
    await Promise.allSettled(document.getAnimations()
        .filter((one) => one.effect.getTiming().iterations === 1).map((one) => one.finished));
}"""
OF_LOOKS = ["color-contrast", "target-size"]


async def find_faults(page: Page, path: str) -> list[str]:
    """What is wrong with the page at `path` once it shows its content: rule, element, why."""
    await page.goto(path)
    await expect(page.locator("h1").first).not_to_be_empty()
    await expect(page.locator("[aria-busy=true]")).to_have_count(0)
    return await find_faults_here(page, path)


async def find_faults_here(page: Page, path: str) -> list[str]:
    """The same for what the page shows now; `path` names it."""
    await page.evaluate(AXE.read_text())
    faults = await find_faults_of_look(page, path, RULES)
    await page.evaluate(TURN)
    faults += await find_faults_of_look(page, f"{path}, in the other theme and size", OF_LOOKS)
    await page.evaluate(TURN)
    return faults


async def find_faults_of_look(page: Page, path: str, rules: list[str]) -> list[str]:
    """What is wrong as the page looks now."""
    found: Any = await page.evaluate(
        "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", rules
    )
    faults = [
        f"{path}: {fault['id']} at {node['target']}: {node['failureSummary']}"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]
    width = await page.evaluate("document.documentElement.scrollWidth")
    return faults if width <= 390 else [*faults, f"{path}: {width} pixels wide on a screen of 390"]


@looks
async def test_pages_that_anybody_sees(open_phone: OpenPhone, locale: str, theme: str, elder: str) -> None:
    phone = await open_phone(locale, theme, elder)
    await phone.goto("/sign-in")
    await ask_for_password(phone, "13800000003")
    pages = [*OPEN, "/sign-in/password"]
    assert [fault for path in pages for fault in await find_faults(phone, path)] == []


async def fill_lists(app: Litestar, operator: httpx.AsyncClient, venue: str, phone: str) -> None:
    """A message for the person with `phone`, and evidence of the venue that is not right."""
    async with db.transaction():
        facts: dict[str, Fact] = {"device": "Android", "at": clock.now()}
        await send(await account_for_phone(phone), "device-suspended", facts, key="one")
    reader = await Device.enrol(app, operator, venue=venue)
    reader.note("not a code")
    await reader.hand_in()
    await reader.client.aclose()


@looks
async def test_pages_of_residents_venues_and_operators(
    open_phone: OpenPhone,
    app: Litestar,
    operator: httpx.AsyncClient,
    city: str,
    locale: str,
    theme: str,
    elder: str,
) -> None:
    venue = await venues.open_venue(operator)
    await fill_lists(app, operator, venue["id"], "13800000002")
    phone = await open_phone(locale, theme, elder)
    await sign_in(phone, city, "13800000002")
    faults = await find_faults(phone, "/me/identity")
    await confirm(phone, city, "李淑兰", "131099195707200036")
    await make_operator("13800000002")
    pages = [path.format(venue=venue["id"]) for path in [*OWN, *WORK]]
    assert faults + [fault for path in pages for fault in await find_faults(phone, path)] == []


@looks
async def test_pages_of_services_and_of_one_s_own_data(
    open_phone: OpenPhone,
    app: Litestar,
    operator: httpx.AsyncClient,
    city: str,
    locale: str,
    theme: str,
    elder: str,
) -> None:
    number, name, id_number = "13800000002", "李淑兰", "131099195707200036"
    row = {"external_id": "1", "subject": id_number, "as_of": "2026-11-01T00:00:00Z"}
    card = {"valid_from": "2006-12-20", "valid_to": "2026-12-20", "issuer": "公安局", "long_term": False}
    await send_records(app, operator, "id-card", row | card)
    phone = await open_phone(locale, theme, elder)
    await sign_in(phone, city, number)
    await confirm(phone, city, name, id_number)
    headers = {"origin": city, **idempotency_key()}
    assert (await phone.request.put("/v1/me/consents/prefill", headers=headers)).ok
    begun = await phone.request.post(
        "/v1/applications", data={"service": "elderly-allowance"}, headers=headers
    )
    draft = (await begun.json())["id"]

    pages = [path.format(draft=draft) for path in [*SERVICES, *DATA]]
    assert [fault for path in pages for fault in await find_faults(phone, path)] == []
    await phone.goto(f"/apply/{draft}")
    await phone.locator("main button.button").last.click()
    await expect(phone.locator("#faults a").first).to_be_visible()
    assert await find_faults_here(phone, "the form with its faults") == []


@looks
async def test_pages_of_reminders_and_of_those_who_run_them(
    open_phone: OpenPhone,
    records: Records,
    operator: httpx.AsyncClient,
    city: str,
    locale: str,
    theme: str,
    elder: str,
) -> None:
    await records("population", person())
    await records("driving-licence", licence(clock.today() + timedelta(days=25)))
    assert (await switch(operator, LICENCE)).status_code == 200
    await make_operator(PHONE)
    phone = await open_phone(locale, theme, elder)
    await sign_in(phone, city, PHONE)
    await confirm(phone, city, NAME, NUMBER)
    reminder = (await look_and_tell(phone))["id"]

    pages = [path.format(reminder=reminder) for path in [*TOLD, *TELLING]]
    assert [fault for path in pages for fault in await find_faults(phone, path)] == []
    await phone.goto("/scenarios/driving-licence-expiry")
    await phone.locator("main form button[type=submit]").click()
    await expect(phone.locator("main table")).to_have_count(2)
    assert await find_faults_here(phone, "a dry run") == []
