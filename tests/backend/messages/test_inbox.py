"""A resident reads what the city told them."""

import asyncio
import contextlib
import uuid
from collections.abc import Awaitable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
import time_machine

from backend.core import db
from backend.messages.service import forget_old, send
from backend.people.service import suspend_device
from tests.backend.messages.conftest import AT, COPIED, LIBRARY, PARK, Tell, read_inbox
from tests.conftest import Client, SignIn

NOBODY = "00000000-0000-7000-8000-000000000000"


def problem(answer: httpx.Response) -> str:
    """The name of the problem in an answer."""
    kind: str = answer.json()["type"]
    return kind.removeprefix("/problems/")


async def test_a_message_is_in_both_languages_with_its_facts(resident: Client, tell: Tell) -> None:
    await tell(resident)

    (message,) = (await read_inbox(resident))["items"]

    assert (message["kind"], message["category"], message["path"]) == (
        "code-copied",
        "security",
        "/verifications",
    )
    assert "11月25日 12:05 前后" in message["body"]["zh-CN"]
    assert "“市图书馆”和“人民公园”" in message["body"]["zh-CN"]
    assert "Around 25 Nov 12:05" in message["body"]["en"]
    assert "at City Library and at People's Park" in message["body"]["en"]
    assert message["title"]["zh-CN"]
    assert message["read_at"] is None


async def forsake(work: Awaitable[None]) -> None:
    """Do the work in a transaction that fails."""
    with contextlib.suppress(ZeroDivisionError):
        async with db.transaction():
            await work
            raise ZeroDivisionError


@pytest.mark.parametrize(
    ("kind", "facts", "why"),
    [
        ("long-gone", COPIED, "no kind of message 'long-gone'"),
        ("code-copied", {"at": AT, "venue_one": "", "venue_two": PARK}, "nobody said venue_one"),
        ("code-copied", {}, "nobody said at, venue_one, venue_two"),
    ],
)
async def test_a_message_that_could_not_be_put_into_words_is_not_sent(
    resident: Client, tell: Tell, kind: str, facts: dict[str, Any], why: str
) -> None:
    account = uuid.UUID((await resident.get("/v1/me")).json()["id"])
    async with db.transaction():
        with pytest.raises(ValueError, match=why):
            await send(account, kind, facts, key="one")


async def test_what_was_told_once_is_not_told_again(resident: Client, tell: Tell, sign_in: SignIn) -> None:
    other = await sign_in("13800000002", "李淑兰", "131099195707200036")
    await asyncio.gather(*[tell(resident) for _ in range(5)])
    await tell(other)

    assert len((await read_inbox(resident))["items"]) == 1
    assert len((await read_inbox(other))["items"]) == 1


async def test_a_message_comes_with_the_transaction_or_not_at_all(resident: Client) -> None:
    account = uuid.UUID((await resident.get("/v1/me")).json()["id"])
    with pytest.raises(RuntimeError, match="needs an open transaction"):
        await send(account, "code-copied", COPIED, key="one")
    await forsake(send(account, "code-copied", COPIED, key="one"))
    assert (await read_inbox(resident))["items"] == []


async def test_the_newest_comes_first_and_pages_neither_skip_nor_repeat(resident: Client, tell: Tell) -> None:
    for number in range(5):
        await tell(resident, key=f"number {number}", venue_one=str(number), venue_two=PARK, at=AT)
    seen: list[str] = []
    page = await read_inbox(resident, "?limit=2")
    while page["next"]:
        seen += [message["body"]["en"] for message in page["items"]]
        page = await read_inbox(resident, f"?limit=2&after={page['next']}")
    seen += [message["body"]["en"] for message in page["items"]]
    assert [text.split("shown at ")[1][0] for text in seen] == ["4", "3", "2", "1", "0"]


async def test_unread_messages_are_counted_until_they_are_read(resident: Client, tell: Tell) -> None:
    for key in ("one", "two"):
        await tell(resident, key=key)
    assert (await resident.get("/v1/me/messages/unread")).json() == {"count": 2}
    newest = (await read_inbox(resident))["items"][0]["id"]

    assert (await resident.put(f"/v1/me/messages/{newest}/read")).status_code == 204
    first = (await read_inbox(resident))["items"][0]["read_at"]
    assert (await resident.put(f"/v1/me/messages/{newest}/read")).status_code == 204

    items = (await read_inbox(resident))["items"]
    assert first is not None
    assert [message["read_at"] for message in items] == [first, None]
    assert (await resident.get("/v1/me/messages/unread")).json() == {"count": 1}


async def test_counting_stops_at_a_hundred(resident: Client, tell: Tell) -> None:
    account = uuid.UUID((await resident.get("/v1/me")).json()["id"])
    async with db.transaction():
        for number in range(101):
            await send(account, "code-copied", COPIED, key=str(number))
    assert (await resident.get("/v1/me/messages/unread")).json() == {"count": 100}


async def test_somebody_elses_message_is_not_found(resident: Client, operator: Client, tell: Tell) -> None:
    await tell(resident)
    theirs = (await read_inbox(resident))["items"][0]["id"]

    assert (await operator.put(f"/v1/me/messages/{theirs}/read")).status_code == 404
    assert (await resident.put(f"/v1/me/messages/{NOBODY}/read")).status_code == 404
    assert (await resident.get("/v1/me/messages/unread")).json() == {"count": 1}


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", ""), ("GET", "/unread"), ("PUT", f"/{NOBODY}/read")],
)
async def test_a_device_that_is_not_confirmed_reads_nothing(
    sign_in: SignIn, client: Client, tell: Tell, method: str, path: str
) -> None:
    stranger = await sign_in("13800000002")
    await tell(stranger)
    url = f"/v1/me/messages{path}"
    assert problem(await stranger.request(method, url)) == "device-not-confirmed"
    device = (await stranger.get("/v1/me/devices")).json()["items"][0]["id"]
    await suspend_device(uuid.UUID(device), "copied", None)
    assert problem(await stranger.request(method, url)) == "device-suspended"
    assert (await client.request(method, url)).status_code == 401


async def test_an_unknown_kind_is_a_general_line(resident: Client, tell: Tell, connection: Any) -> None:
    await tell(resident)
    await connection.execute("update message set kind = 'long-gone', facts = '{}'")

    (message,) = (await read_inbox(resident))["items"]

    assert (message["category"], message["path"]) == ("security", None)
    assert message["title"] == {"zh-CN": "城市通知", "en": "A notice from the city"}


async def test_a_fact_that_an_old_message_lacks_is_a_dash(
    resident: Client, tell: Tell, connection: Any
) -> None:
    await tell(resident)
    await connection.execute('update message set facts = \'{"at": {"zh-CN": "今天"}}\'')

    (message,) = (await read_inbox(resident))["items"]

    assert "今天 前后" in message["body"]["zh-CN"]
    assert "Around — the same" in message["body"]["en"]


async def test_old_messages_are_forgotten(resident: Client, tell: Tell) -> None:
    await tell(resident)
    now = datetime.now(UTC)
    with time_machine.travel(now + timedelta(days=399), tick=False):
        assert await forget_old() == 0
    with time_machine.travel(now + timedelta(days=401), tick=False):
        assert await forget_old() == 1
    assert (await read_inbox(resident))["items"] == []


async def test_a_device_without_a_name_is_told_so(resident: Client, tell: Tell) -> None:
    await tell(resident, key="named", kind="device-suspended", device="Android · Chrome", at=AT)
    await tell(resident, key="unnamed", kind="device-suspended", device="", at=AT)

    unnamed, named = (await read_inbox(resident))["items"]

    assert "您的设备（Android · Chrome）" in named["body"]["zh-CN"]
    assert "your device (unnamed)" in unnamed["body"]["en"]


async def test_checks_far_apart_are_asked_about(resident: Client, tell: Tell) -> None:
    facts = {"venue_one": LIBRARY, "venue_two": PARK, "at_one": AT, "at_two": AT + timedelta(minutes=3)}
    await tell(resident, kind="far-apart", **facts)

    (message,) = (await read_inbox(resident))["items"]

    assert "11月25日 12:05 在“市图书馆”，11月25日 12:08 在“人民公园”" in message["body"]["zh-CN"]
