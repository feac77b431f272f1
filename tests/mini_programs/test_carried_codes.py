"""The code page without a network: it draws codes by itself, of whoever is signed in and of nobody else."""

import uuid
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from backend.credentials.rules.carried_codes import ES256, hash_venue
from backend.credentials.rules.checking import Held
from backend.credentials.rules.jws import encode
from backend.people.rules.id_numbers import SYNTHETIC_AREA, check_character
from tests.mini_programs.carrying import make_ready as make_scanner_ready
from tests.mini_programs.conftest import ARGUMENTS, PHONE, Phone, wait_for
from tests.mini_programs.people import Person, answer, create, enrol, read_password, scan, show_code
from tests.mini_programs.phones import (
    CANTEEN,
    EVENT,
    ask_reader,
    cut,
    fetch_trust,
    kept,
    make_ready,
    next_carried,
    show_carried,
)
from tests.mini_programs.tampering import kill
from tests.mini_programs.test_access import LOOKS, STAY, look

EIGHT_HOURS = 8 * 3600 * 1000
# The phone's clock is moved by what stands in its storage, also in the middle of a page's life.
MOVABLE = "const wall = Date.now.bind(Date); Date.now = () => wall() + Number(localStorage.moved ?? 0);"
NO_ED25519 = """const make = crypto.subtle.generateKey.bind(crypto.subtle);
crypto.subtle.generateKey = (how, ...rest) =>
    how === "Ed25519" ? Promise.reject(new DOMException("", "NotSupportedError")) : make(how, ...rest);"""
NONCE = bytes(range(8))
numbers = count(1)

MakePerson = Callable[[], Person]


@pytest.fixture(scope="module")
def held(resident: Person) -> Held:
    """What a reader holds."""
    return fetch_trust(resident)


def new_identity() -> tuple[str, str]:
    """A phone that nobody has yet, and a made-up ID number."""
    number = next(numbers)
    digits = f"{SYNTHETIC_AREA}19900101{number:03}"
    return f"139000010{number:02}", digits + check_character(digits)


@pytest.fixture
def newcomer(address: str) -> Iterator[Person]:
    """Somebody new, whose identity is confirmed on this device."""
    phone, id_number = new_identity()
    with Person.sign_in(address, phone) as person:
        person.confirm("王小红", id_number)
        yield person


@pytest.fixture(scope="module")
def operator(address: str) -> Iterator[Person]:
    """An operator of the city."""
    with Person.sign_in(address, "13800000009") as person:
        person.confirm("陈志远", "131099197609090098")
        yield person


@pytest.fixture(scope="module")
def canteen(manager: Person) -> Any:
    """A venue whose scene binds codes to it."""
    venues = manager.client.get("/v1/venues", params={"limit": 50}).json()["items"]
    return next(venue for venue in venues if "elderly-canteen" in venue["scenes"])


def test_without_a_network_the_phone_draws_codes_that_readers_take(
    phone: Phone, resident: Person, held: Held
) -> None:
    page = phone("/code?scene=library", resident)
    make_ready(page)
    assert kept(page)["secrets"] == [["Ed25519", False]] * 32
    cut(page.context)
    page.reload()
    text, first = show_carried(page)
    assert ask_reader(text, held).reason is None
    assert "没有网络也能用" in page.inner_text("#carried")
    assert "联网后可查" in page.inner_text("#later")
    assert page.inner_text("#name") == "张**"
    assert page.inner_text("#scene-title") == "图书馆"

    text, second = next_carried(page, first)
    assert ask_reader(text, held).reason is None
    assert (second.cid, second.slot, second.counter) == (first.cid, first.slot + 1, first.counter + 1)

    page.context.set_offline(False)
    page.wait_for_selector("#carried", state="hidden")
    assert show_code(page)[1].count(".") == 2


def test_a_server_that_is_away_is_no_worse_than_no_network(
    phone: Phone, resident: Person, held: Held
) -> None:
    page = phone("/code?scene=library", resident)
    make_ready(page)
    page.context.route("**/v1/**", lambda route: route.abort())
    page.reload()
    assert ask_reader(show_carried(page)[0], held).reason is None


def test_a_server_that_is_slow_does_not_keep_people_at_the_gate(
    phone: Phone, resident: Person, held: Held
) -> None:
    page = phone("/code?scene=library", resident)
    make_ready(page)
    page.context.route("**/v1/**", lambda _: None)
    page.reload()
    page.wait_for_selector("#carried:not([hidden])", timeout=5_000)
    assert ask_reader(show_carried(page)[0], held).reason is None


def test_a_browser_without_ed25519_signs_with_p256(phone: Phone, newcomer: Person, held: Held) -> None:
    page = phone("/code?scene=library", newcomer, NO_ED25519)
    make_ready(page)
    assert kept(page)["secrets"] == [["ECDSA", False]] * 32
    cut(page.context)
    text, code = show_carried(page)
    assert code.suite is ES256
    assert ask_reader(text, held).reason is None


def test_two_tabs_ask_for_one_batch_and_never_show_one_counter_twice(phone: Phone, newcomer: Person) -> None:
    asked: list[str] = []
    page = phone("/sign-in", newcomer)
    page.context.on("request", lambda request: asked.append(request.url))
    page.goto("/code?scene=library")
    other = page.context.new_page()
    other.goto("/code?scene=library")
    for tab in (page, other):
        make_ready(tab)
    assert len([url for url in asked if url.endswith("/v1/credentials")]) == 1

    cut(page.context)
    shown = [show_carried(tab)[1] for tab in (page, other)]
    page.reload()
    shown.append(show_carried(page)[1])
    shown += [next_carried(tab, shown[-1])[1] for tab in (page, other)]
    assert len({(code.cid, code.counter) for code in shown}) == len(shown)
    in_order = sorted(shown, key=lambda code: code.counter)
    assert [code.at for code in in_order] == sorted(code.at for code in shown)


def test_a_browser_that_is_killed_shows_no_counter_twice(
    browser: Browser, address: str, chromium: str, tmp_path: Path, newcomer: Person
) -> None:
    folder = tmp_path / "browser"

    def open_browser(*, offline: bool) -> Page:
        context = browser.browser_type.launch_persistent_context(
            folder, executable_path=chromium, args=ARGUMENTS, viewport=PHONE, base_url=address
        )
        cookies = newcomer.cookies.items()
        context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies])
        context.set_offline(offline)
        context.pages[0].goto("/code?scene=library")
        return context.pages[0]

    page = open_browser(offline=False)
    make_ready(page)
    page.context.close()
    shown = []
    for _ in range(3):
        page = open_browser(offline=True)
        shown.append(show_carried(page)[1])
        kill(folder)
    assert [code.counter for code in shown] == sorted({code.counter for code in shown})
    assert len({code.cid for code in shown}) == 1


@pytest.mark.parametrize("moved", [EIGHT_HOURS, -EIGHT_HOURS])
def test_moving_the_phones_clock_changes_nothing_also_after_a_reload(
    phone: Phone, resident: Person, held: Held, moved: int
) -> None:
    page = phone("/code?scene=library", resident, MOVABLE)
    make_ready(page)
    cut(page.context)
    _, first = show_carried(page)
    page.evaluate("(moved) => { localStorage.moved = moved; }", moved)
    text, second = next_carried(page, first)
    assert ask_reader(text, held).reason is None
    page.reload()
    text, third = show_carried(page)
    assert ask_reader(text, held).reason is None
    assert third.counter > second.counter > first.counter


def test_signing_out_ends_what_the_phone_carries_in_every_tab(phone: Phone, newcomer: Person) -> None:
    page = phone("/code?scene=library", newcomer)
    make_ready(page)
    other = page.context.new_page()
    other.goto("/me")
    other.click("form[action='/session/end'] button")
    other.wait_for_url("**/sign-in")
    cut(page.context)
    page.wait_for_selector("#plate:not([data-face=code])")
    assert kept(other).get("batch") is None
    for _ in range(2):
        wait_for(lambda: page.inner_text("#cover-title") != "", page)
        assert page.get_attribute("#plate", "data-face") != "code"
        assert page.inner_text("#name") == "您的城市码"
        page.reload()


def test_signing_out_ends_it_also_when_the_network_goes_before_the_next_page_comes(
    phone: Phone, newcomer: Person
) -> None:
    page = phone("/code?scene=library", newcomer)
    make_ready(page)
    cut(page.context)
    show_carried(page)
    signed_out = page.context.request.post("/session/end", headers={"origin": origin(page)}, max_redirects=0)
    assert signed_out.status == 303
    page.wait_for_selector("#plate[data-face=covered]")
    page.reload()
    page.wait_for_selector("#cover-title:not([hidden])")
    assert page.get_attribute("#plate", "data-face") == "covered"
    wait_for(lambda: kept(page).get("batch") is None, page)


def test_whoever_signs_in_next_never_shows_the_codes_of_whoever_was_there(
    phone: Phone, newcomer: Person
) -> None:
    page = phone("/code?scene=library", newcomer)
    make_ready(page)
    batch = kept(page)["batch"]
    cut(page.context)
    _, first = show_carried(page)
    sign_in_next(page.context, newcomer, *new_identity())
    page.wait_for_selector("#plate[data-face=covered]")
    assert page.inner_text("#name") == "您的城市码"

    page.context.set_offline(False)
    make_ready(page)
    wait_for(lambda: page.inner_text("#name") == "赵**", page)
    assert kept(page)["batch"] != batch
    cut(page.context)
    page.reload()
    _, second = show_carried(page)
    assert second.cid != first.cid
    assert page.inner_text("#name") == "赵**"


@pytest.mark.parametrize("what", ["residents", "devices"])
def test_being_suspended_ends_what_the_phone_carries(
    phone: Phone, newcomer: Person, operator: Person, what: str
) -> None:
    page = phone("/code?scene=library", newcomer)
    make_ready(page)
    if what == "residents":
        id_ = newcomer.client.get("/v1/me").json()["id"]
    else:
        id_ = newcomer.client.get("/v1/me/devices").json()["items"][0]["id"]
    suspended = operator.client.put(f"/v1/{what}/{id_}/suspension", json={"reason": "手机丢了"})
    assert suspended.status_code in (200, 201), suspended.text
    page.click("#renew")
    page.wait_for_selector("#plate[data-face=blocked]")
    wait_for(lambda: kept(page).get("batch") is None, page)
    cut(page.context)
    page.reload()
    page.wait_for_selector("#cover-title:not([hidden])")
    assert page.get_attribute("#plate", "data-face") == "covered"


def test_a_scene_that_binds_codes_asks_for_the_poster_and_takes_it_without_a_network(
    phone: Phone, resident: Person, held: Held, canteen: Any
) -> None:
    page = phone("/code?scene=elderly-canteen", resident)
    make_ready(page)
    cut(page.context)
    page.wait_for_selector("#plate[data-face=covered]")
    wait_for(lambda: page.inner_text("#cover-title") == "请先扫门口的海报", page)
    page.click("#cover-scenes")
    assert "要扫海报" in page.inner_text("[data-scene=elderly-canteen]")
    assert "要" not in page.inner_text("[data-scene=library]")
    page.click("[data-scene=library]")
    show_carried(page)

    page.goto(f"/code?scene=elderly-canteen&venue={canteen['id']}")
    text, _ = show_carried(page)
    here, elsewhere = (hash_venue(uuid.UUID(id_)) for id_ in (canteen["id"], str(uuid.uuid4())))
    assert ask_reader(text, held, CANTEEN, 1, here).reason is None
    assert ask_reader(text, held, CANTEEN, 1, elsewhere).reason == "wrong-venue"
    assert "扫过海报" in page.inner_text("#carried-venue")


def test_a_code_is_bound_to_where_the_last_check_was(
    phone: Phone, newcomer: Person, manager: Person, held: Held, canteen: Any
) -> None:
    path = f"/v1/venues/{canteen['id']}/readers"
    reader = create(manager.client, path, {"name": "收银台", "scene": "elderly-canteen"})
    page, scanner = phone("/code?scene=elderly-canteen", newcomer), phone("/scan")
    enrol(scanner, reader["enrolment_code"])
    make_ready(page)
    scan(scanner, show_code(page)[0])
    page.wait_for_selector("#plate[data-face=checked]")
    page.click("#checked-next")
    cut(page.context)
    text, _ = show_carried(page)
    assert ask_reader(text, held, CANTEEN, 1, hash_venue(uuid.UUID(canteen["id"]))).reason is None
    assert canteen["name"]["zh-CN"] in page.inner_text("#carried-venue")


def test_a_readers_challenge_is_answered(phone: Phone, resident: Person, held: Held, library: Any) -> None:
    page = phone("/code?scene=event", resident)
    make_ready(page)
    cut(page.context)
    wait_for(lambda: page.inner_text("#cover-title") == "请先扫检票屏上的二维码", page)
    page.goto(f"/code?scene=event&venue={library['id']}&nonce={encode(NONCE)}")
    text, code = show_carried(page)
    assert code.nonce == NONCE
    venue = hash_venue(uuid.UUID(library["id"]))
    assert ask_reader(text, held, EVENT, 2, venue, NONCE).reason is None
    assert ask_reader(text, held, EVENT, 2, venue, bytes(8)).reason == "wrong-venue"


def test_a_number_is_read_out_and_checked(phone: Phone, newcomer: Person, new_reader: Any) -> None:
    page, scanner = phone("/code?scene=library", newcomer), phone("/scan")
    enrol(scanner, new_reader()["enrolment_code"])
    show_code(page)
    page.wait_for_function("document.getElementById('scene-title').textContent !== ''")
    page.click("#spoken")
    page.wait_for_selector("#number-digits:not([hidden])")
    groups = page.locator("#number-digits [aria-hidden]").all_inner_texts()
    assert [len(group) for group in groups] == [4] * 5
    assert page.locator("#number-digits .unseen").first.inner_text() == " ".join(groups[0])
    assert "秒内有效" in page.inner_text("#number-state")
    page.click("#number-close")
    page.click("#spoken")
    assert page.locator("#number-digits [aria-hidden]").all_inner_texts() == groups

    scanner.click("#typed-open")
    scanner.fill("#typed-code", " ".join(groups))
    scanner.click("#typed button[type=submit]")
    assert "通过" in answer(scanner)
    page.wait_for_selector("#plate[data-face=checked]")
    assert not page.is_visible("#number")


def test_a_number_needs_the_network_and_says_so(phone: Phone, resident: Person) -> None:
    page = phone("/code?scene=library", resident)
    make_ready(page)
    cut(page.context)
    page.reload()
    show_carried(page)
    page.click("#spoken")
    wait_for(lambda: "没有网络" in page.inner_text("#number-state"), page)
    page.context.set_offline(False)
    page.click("#number-again")
    page.wait_for_selector("#number-digits:not([hidden])")


def test_a_copy_of_a_code_ends_what_the_phone_carries_and_the_page_says_so(
    phone: Phone, newcomer: Person, new_reader: Any
) -> None:
    page = phone("/code?scene=library", newcomer)
    make_ready(page)
    batch = kept(page)["batch"]
    scanners = [phone("/scan"), phone("/scan")]
    for scanner in scanners:
        make_scanner_ready(scanner, new_reader()["enrolment_code"])
        cut(scanner.context)
    cut(page.context)
    show_carried(page)
    picture, _ = show_code(page)
    for scanner in scanners:
        assert "未通过" not in scan(scanner, picture)
        scanner.context.set_offline(False)
    wait_for(lambda: newcomer.client.get(f"/v1/credentials/{batch}").status_code == 403, page)

    page.context.set_offline(False)
    wait_for(lambda: "要联网出码" in page.inner_text("#notice"), page)
    assert kept(page).get("batch") is None
    assert show_code(page)[1].count(".") == 2
    cut(page.context)
    page.reload()
    wait_for(lambda: "要联网出码" in page.inner_text("#cover-text"), page)


@pytest.mark.parametrize(("locale", "elder"), LOOKS)
def test_everybody_can_use_the_page_without_a_network(
    phone: Phone, resident: Person, locale: str, elder: str
) -> None:
    preferences = {"yima_locale": locale, "yima_elder": elder}
    page = phone("/code?scene=library", resident, STAY, preferences=preferences, bypass_csp=True)
    make_ready(page)
    page.click("#spoken")
    page.wait_for_selector("#number-digits:not([hidden])")
    look_down(page, elder)
    page.keyboard.press("Escape")
    cut(page.context)
    page.reload()
    show_carried(page)
    look_down(page, elder)
    page.click("#spoken")
    page.wait_for_selector("#number-again:not([hidden])")
    look_down(page, elder)
    for scene in ("event", "hospital"):
        page.goto(f"/code?scene={scene}")
        page.wait_for_selector("#cover-scenes:not([hidden])")
        look_down(page, elder)
    page.click("#cover-scenes")
    look_down(page, elder)


def look_down(page: Page, elder: str) -> None:
    """As `look`, at the page's end: what stands below its foot can be scrolled into view."""
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    look(page, elder)


def origin(page: Page) -> str:
    """The page's own origin, as its forms send it."""
    found: str = page.evaluate("location.origin")
    return found


# Playwright's own requests go out also while its pages have no network, and share their cookies.
def sign_in_next(context: BrowserContext, inbox: Person, phone: str, id_number: str) -> None:
    """Somebody else signs in on this phone, without anybody signing out."""
    headers = {"origin": origin(context.pages[0])}
    asked = context.request.post("/v1/sign-ins", data={"phone": phone}, headers=headers).json()
    given = {"password": read_password(inbox.client, phone), "session": "cookie"}
    body = given | {"device": {"token": None, "label": "phone"}}
    path = f"/v1/sign-ins/{asked['id']}/password"
    assert context.request.post(path, data=body, headers=headers).ok
    who = {"name": "赵小兰", "id_number": id_number}
    assert context.request.post("/v1/me/identity", data=who, headers=headers).ok
