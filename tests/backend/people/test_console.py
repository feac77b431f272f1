"""The demo's inbox and register."""

from datetime import timedelta
from typing import Any

import pytest

from backend.app import create_app
from backend.core.problems import NotAllowed
from backend.core.settings import Settings
from backend.messages.ports import Handed, Parcel
from backend.people.rules.id_numbers import parse_id_number
from backend.people.rules.names import normalise_name
from backend.people.rules.phones import normalise_phone
from integrations.console import DEMO_PEOPLE, identity_register, provider, text_messages
from integrations.console.text_messages import KEPT
from tests.backend.people.conftest import NOON, PHONE, Door
from tests.conftest import new_client


async def test_the_inbox_shows_the_newest_text_first(door: Door, travel: Any) -> None:
    inbox = text_messages(door.app.state.redis)
    for number in range(KEPT + 5):
        await inbox.send("+8613800000001", f"text {number}", f"id-{number}")
        travel(timedelta(seconds=1))
    await inbox.send("+8613800000001", "text 54", "id-54")
    shown = (await door.client.get("/demo/inbox.json")).json()
    assert [item["text"] for item in shown] == [f"text {number}" for number in range(KEPT + 4, 4, -1)]
    travel(timedelta(hours=2))
    assert (await door.client.get("/demo/inbox.json")).json() == []


async def test_the_inbox_page_escapes_what_it_shows(door: Door) -> None:
    assert "还没有短信" in (await door.client.get("/demo/inbox")).text
    await text_messages(door.app.state.redis).send("+8613800000001", "<script>", "id")
    page = await door.client.get("/demo/inbox")
    assert page.headers["content-type"].startswith("text/html")
    assert "&lt;script&gt;" in page.text
    assert "<script" not in page.text
    assert page.headers["cache-control"] == "no-store"


async def test_what_the_channels_carry_is_shown_once_and_apart_from_texts(door: Door) -> None:
    carrier = provider("voice", door.app.state.redis)
    parcel = Parcel(
        id="1",
        to="+8613800000001",
        title="<b>标题",
        body="正文",
        masked="您有一条新消息",
        url=None,
        locale="zh-CN",
        urgent=False,
        kind="reminder-certificate",
        expires_at=NOON + timedelta(days=1),
    )
    assert await carrier.hand([parcel, parcel]) == [Handed(), Handed()]
    assert await carrier.hand([parcel]) == [Handed()]
    shown = (await door.client.get("/demo/messages.json")).json()
    assert [(one["channel"], one["to"], one["title"]) for one in shown] == [("voice", parcel.to, "<b>标题")]
    assert (await door.client.get("/demo/inbox.json")).json() == []
    assert "voice · +8613800000001" in (page := (await door.client.get("/demo/inbox")).text)
    assert "&lt;b&gt;标题" in page
    with pytest.raises(NotAllowed):
        carrier.read_reports({}, b"")


@pytest.mark.parametrize("path", ["/demo/inbox", "/demo/inbox.json", "/demo/messages.json"])
async def test_the_inbox_opens_at_this_machine_only(door: Door, path: str) -> None:
    async with door.from_address("203.0.113.7") as stranger:
        assert (await stranger.get(path)).status_code == 404
    for headers in (
        {"host": "rebound.example"},
        {"x-forwarded-for": "203.0.113.7"},
        {"forwarded": "for=203.0.113.7"},
        {"host": "127.0.0.1.evil.example"},
        {"host": "["},
    ):
        assert (await door.client.get(path, headers=headers)).status_code == 404
    for host in ("localhost:8000", "127.0.0.1:8000", "[::1]:8000"):
        assert (await door.client.get(path, headers={"host": host})).status_code == 200


async def test_production_has_no_inbox() -> None:
    async with new_client(create_app(Settings(profile="production"))) as someone:
        assert (await someone.get("/demo/inbox.json")).status_code == 404


def test_the_demo_people_are_made_up_and_well_formed() -> None:
    for person in DEMO_PEOPLE:
        found = parse_id_number(person.id_number, NOON.date())
        assert found is not None
        assert found.is_synthetic
        assert normalise_name(person.name) == person.name
        assert normalise_phone(person.phone) == person.phone
    for names in zip(*((person.id_number, person.phone) for person in DEMO_PEOPLE), strict=True):
        assert len(set(names)) == len(DEMO_PEOPLE)


async def test_the_register_denies_an_id_number_that_a_real_person_may_have() -> None:
    register = identity_register()
    assert await register.confirm("周周", "131002199003071239", "+8613900000000") == "denied"
    assert await register.confirm("周周", "131099200101010098", "+8613900000000") == "confirmed"
    assert await register.confirm("周周", "131099200101010098", f"+86{PHONE}") == "denied"


async def test_a_text_reaches_every_process_that_shares_the_server(door: Door, settings: Settings) -> None:
    await text_messages(door.app.state.redis).send("+8613800000001", "hello", "id")
    other = create_app(settings)
    other.state.redis = door.app.state.redis
    async with new_client(other) as elsewhere:
        assert (await elsewhere.get("/demo/inbox.json")).json()[0]["text"] == "hello"
