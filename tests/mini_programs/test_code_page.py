"""The code page on a phone: what it shows, for how long, and what it does without a network."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.mini_programs.conftest import LIFETIME_SECONDS, PHONE, REFRESH_SECONDS, Phone
from tests.mini_programs.patience import wait_for
from tests.mini_programs.people import Person, enrol, scan, show_code
from tests.mini_programs.phones import make_ready, show_carried

EIGHT_HOURS = 8 * 3600 * 1000


def test_a_signed_code_stands_on_sixty_to_seventy_percent_of_the_width(
    phone: Phone, resident: Person
) -> None:
    page = phone("/code?scene=library", resident)
    _, text = show_code(page)
    assert text.count(".") == 2
    box = page.locator("#code").bounding_box()
    assert box is not None
    assert 0.6 <= box["width"] / PHONE["width"] <= 0.7
    assert page.inner_text("#name") == "张**"
    page.wait_for_function("document.getElementById('who-sees').textContent.includes('图书馆')")


def test_the_code_changes_by_itself(phone: Phone, resident: Person) -> None:
    page = phone("/code", resident)
    _, first = show_code(page)
    wait_for(lambda: show_code(page)[1] != first, page)


def test_the_holder_sees_at_once_who_checked_and_gets_a_new_code(
    phone: Phone, resident: Person, new_reader: Any
) -> None:
    page = phone("/code?scene=library", resident)
    scanner = phone("/scan")
    enrol(scanner, new_reader()["enrolment_code"])
    picture, text = show_code(page)
    assert "通过" in scan(scanner, picture)
    page.wait_for_selector("#plate[data-face=checked]", timeout=2_000)
    said = page.inner_text("#checked")
    assert "已核验" in said
    assert "图书馆" in said
    assert "已满 18 周岁：是" in said
    page.click("#checked-next")
    assert show_code(page)[1] != text


def test_no_network_is_said_plainly_and_a_live_code_that_ended_gives_way(
    phone: Phone, resident: Person
) -> None:
    page = phone("/code", resident)
    make_ready(page)
    page.context.set_offline(True)
    wait_for(lambda: "离线" in page.inner_text("#status"), page)
    assert show_code(page)[1].count(".") == 2
    page.wait_for_selector("#carried:not([hidden])", timeout=(LIFETIME_SECONDS + 3) * 1000)
    page.context.set_offline(False)
    page.wait_for_selector("#carried", state="hidden")
    show_code(page)


def test_a_browser_that_keeps_no_keys_covers_a_code_that_ended(phone: Phone, resident: Person) -> None:
    page = phone("/code", resident, "delete Navigator.prototype.locks;")
    show_code(page)
    page.context.set_offline(True)
    page.wait_for_selector("#plate[data-face=covered]", timeout=(LIFETIME_SECONDS + 3) * 1000)
    assert page.inner_text("#cover-title") == "没有网络"
    assert "已失效" in page.inner_text("#cover-text")
    assert page.evaluate("document.getElementById('code').width") == 1
    page.context.set_offline(False)
    show_code(page)


@pytest.mark.parametrize("moved", [EIGHT_HOURS, -EIGHT_HOURS])
def test_the_phones_clock_may_be_wrong(phone: Phone, resident: Person, moved: int) -> None:
    script = f"const now = Date.now.bind(Date); Date.now = () => now() + {moved};"
    page = phone("/code", resident, script)
    show_code(page)
    seconds = int("".join(letter for letter in page.inner_text("#status") if letter.isdigit()))
    assert 0 < seconds <= LIFETIME_SECONDS


def test_a_hidden_page_asks_for_no_codes(phone: Phone, resident: Person) -> None:
    script = "Object.defineProperty(document, 'hidden', {get: () => window.pocketed === true});"
    hide = "(hide) => { window.pocketed = hide; document.dispatchEvent(new Event('visibilitychange')); }"
    page = phone("/code", resident, script)
    show_code(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.evaluate(hide, True)
    page.wait_for_timeout((REFRESH_SECONDS + 1) * 1000)
    assert not asked
    page.evaluate(hide, False)
    show_code(page)


def test_the_page_opens_without_a_network_and_keeps_no_answers(phone: Phone, resident: Person) -> None:
    page = phone("/code", resident)
    make_ready(page)
    page.context.set_offline(True)
    page.goto("/code?scene=bus")
    show_carried(page)
    kept = """async () => (await Promise.all((await caches.keys()).map(async (name) =>
        (await (await caches.open(name)).keys()).map((request) => new URL(request.url).pathname)))).flat()"""
    assert not [path for path in page.evaluate(kept) if not path.startswith(("/code", "/scan", "/host/"))]


def test_the_scene_is_chosen_in_a_sheet_and_remembered(phone: Phone, resident: Person) -> None:
    page = phone("/code", resident)
    show_code(page)
    page.click("#scene")
    page.click("#scene-list [data-scene=bus]")
    show_code(page)
    assert page.inner_text("#scene-title") == "乘公交"
    page.goto("/code")
    show_code(page)
    wait_for(lambda: page.inner_text("#scene-title") == "乘公交", page)


def test_who_is_not_signed_in_finds_the_way(phone: Phone) -> None:
    page = phone("/code")
    page.wait_for_selector("#plate[data-face=blocked]")
    assert page.get_attribute("#cover-go", "href") == "/sign-in?next=/code"


def test_the_page_works_without_script(phone: Phone, resident: Person) -> None:
    page = phone("/code", resident, java_script_enabled=False)
    page.select_option("select[name=scene]", "library")
    page.click("button[type=submit]")
    page.wait_for_url("**/picture.svg?scene=library")


def test_the_page_is_installable(phone: Phone) -> None:
    page = phone("/code")
    manifest = json.loads(fetch(page, "/manifest.webmanifest"))
    assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}
    assert [shortcut["url"] for shortcut in manifest["shortcuts"]] == ["/code", "/scan"]
    for icon in manifest["icons"]:
        assert page.request.get(icon["src"]).status == 200


def fetch(page: Page, path: str) -> str:
    """The text at `path`."""
    answered = page.request.get(path)
    assert answered.status == 200
    return answered.text()
