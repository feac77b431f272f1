"""The code page without a network: it draws codes by itself, each counter once."""

from pathlib import Path

from playwright.sync_api import Browser, Page

from backend.credentials.rules.carried_codes import ES256
from backend.credentials.rules.checking import Held
from tests import browser as browsers
from tests.mini_programs.conftest import PHONE, Phone
from tests.mini_programs.patience import wait_for
from tests.mini_programs.people import Person, show_code
from tests.mini_programs.phones import ask_reader, cut, kept, make_ready, next_carried, show_carried
from tests.mini_programs.tampering import kill

EIGHT_HOURS = 8 * 3600 * 1000
# The phone's clock is moved by what stands in its storage, also in the middle of a page's life.
MOVABLE = "const wall = Date.now.bind(Date); Date.now = () => wall() + Number(localStorage.moved ?? 0);"
NO_ED25519 = """const make = crypto.subtle.generateKey.bind(crypto.subtle);
crypto.subtle.generateKey = (how, ...rest) =>
    how === "Ed25519" ? Promise.reject(new DOMException("", "NotSupportedError")) : make(how, ...rest);"""


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
    make_ready(page)
    # A tab that loads while the service worker starts is not controlled by it, and needs only the batch.
    show_code(other)
    wait_for(lambda: kept(other).get("batch") is not None, other)
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
            folder, executable_path=chromium, args=browsers.ARGUMENTS, viewport=PHONE, base_url=address
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


def test_moving_the_phones_clock_changes_nothing_also_after_a_reload(
    phone: Phone, resident: Person, held: Held
) -> None:
    ways = [EIGHT_HOURS, -EIGHT_HOURS]
    pages = [phone("/code?scene=library", resident, MOVABLE) for _ in ways]
    for page in pages:
        make_ready(page)
        cut(page.context)
    for page, moved in zip(pages, ways, strict=True):
        page.evaluate("(moved) => { localStorage.moved = moved; }", moved)
    firsts = [show_carried(page)[1] for page in pages]
    for page, first in zip(pages, firsts, strict=True):
        text, second = next_carried(page, first)
        assert ask_reader(text, held).reason is None
        page.reload()
        text, third = show_carried(page)
        assert ask_reader(text, held).reason is None
        assert third.counter > second.counter > first.counter
