"""The scanner page where codes are bound to the venue or to its challenge; and what it says aloud."""

from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest

from backend.credentials.rules.carried_codes import hash_venue
from backend.credentials.rules.jws import decode
from tests.backend.credentials.phones import Credential
from tests.mini_programs.carrying import (
    CANTEEN,
    EVENT,
    LIBRARY,
    draw,
    make_ready,
    read_screen,
)
from tests.mini_programs.conftest import Phone
from tests.mini_programs.patience import wait_for
from tests.mini_programs.people import Person, create, scan
from tests.mini_programs.test_access import LOOKS, STAY, look

HEARD = """window.heard = [];
const start = AudioBufferSourceNode.prototype.start;
AudioBufferSourceNode.prototype.start = function (at) { window.heard.push("start"); start.call(this, at); };
const stop = AudioBufferSourceNode.prototype.stop;
AudioBufferSourceNode.prototype.stop = function () { window.heard.push("stop"); stop.call(this); };"""


@pytest.fixture(scope="module")
def theatre(manager: Person, library: Any) -> Any:
    """A venue with an occasion of each level."""
    venue = {
        "name": {"zh-CN": "廊坊大剧院", "en": "Langfang Theatre"},
        "division": library["division"]["code"],
        "scenes": ["event", "elderly-canteen"],
    }
    return create(manager.client, f"/v1/organisations/{library['organisation']['id']}/venues", venue)


def new_reader(manager: Person, venue: Any, scene: str) -> str:
    """The enrolment code of a new reader."""
    made = create(manager.client, f"/v1/venues/{venue['id']}/readers", {"name": "入口", "scene": scene})
    return str(made["enrolment_code"])


def test_the_poster_leads_to_a_code_that_fits_the_venue(
    phone: Phone, manager: Person, theatre: Any, credential: Credential, address: str
) -> None:
    page = phone("/scan")
    make_ready(page, new_reader(manager, theatre, "elderly-canteen"))
    page.click("#about-open")
    poster = read_screen(page, "#poster-code")
    assert poster == f"{address}/code?scene=elderly-canteen&venue={theatre['id']}"
    page.keyboard.press("Escape")
    page.context.set_offline(True)
    assert "给别处用的" in scan(page, draw(credential.show(CANTEEN)))
    venue = hash_venue(UUID(theatre["id"]))
    assert "未通过" not in scan(page, draw(credential.show(CANTEEN, 2, venue=venue)))


def test_a_challenge_is_answered_once(
    phone: Phone, manager: Person, theatre: Any, credential: Credential
) -> None:
    page = phone("/scan")
    make_ready(page, new_reader(manager, theatre, "event"))
    shown = parse_qs(urlsplit(read_screen(page, "#challenge-code")).query)
    assert (shown["scene"], shown["venue"]) == (["event"], [theatre["id"]])
    venue, nonce = hash_venue(UUID(theatre["id"])), decode(shown["nonce"][0])
    assert "给别处用的" in scan(page, draw(credential.show(EVENT, 1, venue=venue)))
    assert "给别处用的" in scan(page, draw(credential.show(EVENT, 1, venue=venue, nonce=bytes(8))))
    assert "未通过" not in scan(page, draw(credential.show(EVENT, 2, venue=venue, nonce=nonce)))
    page.click("#result")
    next_shown = parse_qs(urlsplit(read_screen(page, "#challenge-code")).query)
    assert next_shown["nonce"] != shown["nonce"]
    assert "给别处用的" in scan(page, draw(credential.show(EVENT, 3, venue=venue, nonce=nonce)))


def test_where_nothing_passes_without_the_city_the_page_says_so(
    phone: Phone, manager: Person, theatre: Any, credential: Credential
) -> None:
    page = phone("/scan")
    make_ready(page, new_reader(manager, theatre, "event"))
    page.context.set_offline(True)
    wait_for(lambda: "要联网才能核验" in page.inner_text("#trouble"), page)
    nonce = decode(parse_qs(urlsplit(read_screen(page, "#challenge-code")).query)["nonce"][0])
    code = credential.show(EVENT, venue=hash_venue(UUID(theatre["id"])), nonce=nonce)
    assert "要联网才能核验" in scan(page, draw(code))


def test_prompts_are_heard_without_a_network_and_a_new_one_cuts_the_old(
    phone: Phone, manager: Person, library: Any, credential: Credential
) -> None:
    page = phone("/scan", script=HEARD)
    make_ready(page, new_reader(manager, library, "library"))
    page.context.set_offline(True)
    page.reload()
    page.click("#about-open")
    page.keyboard.press("Escape")
    scan(page, draw(credential.show(LIBRARY)))
    wait_for(lambda: page.evaluate("window.heard") == ["start"], page)
    scan(page, draw(credential.show(LIBRARY)))
    wait_for(lambda: page.evaluate("window.heard") == ["start", "stop", "start"], page)


@pytest.mark.parametrize(("locale", "elder", "scene"), [(*LOOKS[0], "elderly-canteen"), (*LOOKS[1], "event")])
def test_everybody_can_use_the_page_without_a_network(
    phone: Phone, manager: Person, theatre: Any, credential: Credential, locale: str, elder: str, scene: str
) -> None:
    preferences = {"yima_locale": locale, "yima_elder": elder}
    page = phone("/scan", preferences=preferences, bypass_csp=True, script=STAY)
    make_ready(page, new_reader(manager, theatre, scene))
    page.context.set_offline(True)
    page.reload()
    scan(page, draw(credential.show(EVENT)))
    look(page, elder)
    page.click("#result")
    look(page, elder)
    page.click("#about-open")
    look(page, elder)
    page.click("#forget")
    look(page, elder)
    page.click("#forget-go")
    wait_for(lambda: page.is_enabled("#forget-go"), page)
    look(page, elder)
