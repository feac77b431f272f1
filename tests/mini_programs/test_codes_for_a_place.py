"""Codes for one place, numbers read out, and the page without a network for everybody."""

import uuid
from typing import Any

import pytest

from backend.credentials.rules.carried_codes import hash_venue
from backend.credentials.rules.checking import Held
from backend.credentials.rules.jws import encode
from tests.mini_programs.conftest import Phone
from tests.mini_programs.patience import wait_for
from tests.mini_programs.people import Person, answer, create, enrol, scan, show_code
from tests.mini_programs.phones import CANTEEN, EVENT, ask_reader, cut, make_ready, show_carried
from tests.mini_programs.test_access import LOOKS, STAY, look

NONCE = bytes(range(8))


@pytest.fixture(scope="module")
def canteen(manager: Person) -> Any:
    """A venue whose scene binds codes to it."""
    venues = manager.client.get("/v1/venues", params={"limit": 50}).json()["items"]
    return next(venue for venue in venues if "elderly-canteen" in venue["scenes"])


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


@pytest.mark.parametrize(("locale", "elder"), LOOKS)
def test_everybody_can_use_the_page_without_a_network(
    phone: Phone, resident: Person, locale: str, elder: str
) -> None:
    preferences = {"yima_locale": locale, "yima_elder": elder}
    page = phone("/code?scene=library", resident, STAY, preferences=preferences, bypass_csp=True)
    make_ready(page)
    page.click("#spoken")
    page.wait_for_selector("#number-digits:not([hidden])")
    look(page, elder, down=True)
    page.keyboard.press("Escape")
    cut(page.context)
    page.reload()
    show_carried(page)
    look(page, elder, down=True)
    page.click("#spoken")
    page.wait_for_selector("#number-again:not([hidden])")
    look(page, elder, down=True)
    for scene in ("event", "hospital"):
        page.goto(f"/code?scene={scene}")
        page.wait_for_selector("#cover-scenes:not([hidden])")
        look(page, elder, down=True)
    page.click("#cover-scenes")
    look(page, elder, down=True)
