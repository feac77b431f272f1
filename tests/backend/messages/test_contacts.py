"""Where messages reach somebody: an address that a code proved, and browsers in which they are signed in."""

import re
import time
import uuid
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from litestar import Litestar

from backend.core import clock, db, sealing
from backend.core.resealing import walking
from backend.core.settings import Settings
from backend.messages.jobs import SEALED
from backend.messages.rules.addresses import mask, normalise_email, normalise_openid
from backend.messages.service import Outgoing, forget_deliveries, send_many, take_reports
from integrations import console, wechat
from integrations.console.carrier import list_carried
from tests.backend.messages.conftest import EXPIRES, Carriers, account_of
from tests.conftest import Client, SignIn, idempotency_key
from tests.integrations.stand_ins import wechat as wechat_server
from tests.integrations.stand_ins.serving import running

CONTACTS, PUSH = "/v1/me/contacts", "/v1/me/push-subscriptions"
RunJobs = Callable[[], Awaitable[int]]
BROWSER = {
    "endpoint": "https://push.example.org/send/abc",
    "p256dh": "B" * 87,
    "auth": "A" * 22,
    "label": "Chrome · Windows",
}


async def add(person: Client, address: str = "Wang@Example.org", channel: str = "email") -> Any:
    """Add an address."""
    wished = {"channel": channel, "address": address}
    return await person.post(CONTACTS, json=wished, headers=idempotency_key())


async def read_code(app: Litestar, run_jobs: RunJobs) -> str:
    """The code in the newest message that was carried."""
    await run_jobs()
    newest = (await list_carried(app.state.redis))[0][0]
    found = re.search(r"\d{6}", newest.body)
    assert found
    return found[0]


async def subscribe(person: Client, **other: str) -> dict[str, Any]:
    """Show notices in a browser."""
    answer = await person.post(PUSH, json=BROWSER | other, headers=idempotency_key())
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def queued_for(person: Client, connection: Any) -> list[str]:
    """The channels over which something goes that they are told now."""
    key = str(uuid.uuid4())
    row = Outgoing(account=await account_of(person), kind="reminder-city", facts=EXPIRES, key=key)
    async with db.transaction():
        await send_many([row])
    rows = await connection.fetch(
        "select channel from delivery join message on message.id = message where key = $1 order by 1", key
    )
    return [item["channel"] for item in rows]


async def test_an_address_is_used_once_its_code_came_back(
    app: Litestar, resident: Client, run_jobs: RunJobs, connection: Any
) -> None:
    made = await add(resident)
    assert made.status_code == 201
    contact = made.json()
    assert (contact["address_masked"], contact["confirmed_at"]) == ("W***@example.org", None)
    place = f"{CONTACTS}/{contact['id']}/confirmation"
    assert await queued_for(resident, connection) == ["sms"]

    code = await read_code(app, run_jobs)
    (carried, _), *_ = await list_carried(app.state.redis)
    assert (carried.channel, carried.to) == ("email", "Wang@example.org")
    assert await run_jobs() == 0
    wrong = "000000" if code != "000000" else "111111"
    for left in (4, 3):
        refused = (await resident.put(place, json={"code": wrong})).json()
        assert (refused["type"], refused["tries_left"]) == ("/problems/wrong-code", left)
    for _ in range(2):
        answer = await resident.put(place, json={"code": f" {code[:3]} {code[3:]}"})
        assert answer.status_code == 200
        assert answer.json()["confirmed_at"]
    assert await queued_for(resident, connection) == ["email", "sms"]

    second = (await add(resident, "other@example.org")).json()
    code = await read_code(app, run_jobs)
    place = f"{CONTACTS}/{second['id']}/confirmation"
    for _ in range(5):
        await resident.put(place, json={"code": wrong if code != wrong else "222222"})
    assert (await resident.put(place, json={"code": code})).json()["type"] == "/problems/code-over"

    third = (await add(resident, "third@example.org")).json()
    code = await read_code(app, run_jobs)
    await resident.put(f"{CONTACTS}/{third['id']}/confirmation", json={"code": code})
    listed = (await resident.get(CONTACTS)).json()
    # The new one took the place of the others of its kind.
    assert [item["id"] for item in listed["items"]] == [third["id"]]
    assert listed["phone_masked"] == "138****0001"
    assert (await resident.delete(f"{CONTACTS}/{third['id']}")).status_code == 204
    assert (await resident.delete(f"{CONTACTS}/{third['id']}")).status_code == 404
    assert await queued_for(resident, connection) == ["sms"]
    left = await connection.fetchval("select count(*) from contact where address_sealed is not null")
    assert left == 0


async def test_codes_end_and_are_few(resident: Client, operator: Client, connection: Any) -> None:
    made = (await add(resident)).json()
    await connection.execute("update contact set code_ends_at = now()")
    answer = await resident.put(f"{CONTACTS}/{made['id']}/confirmation", json={"code": "123456"})
    assert answer.status_code == 410
    foreign = await operator.put(f"{CONTACTS}/{made['id']}/confirmation", json={"code": "123456"})
    assert foreign.status_code == 404
    answers = [(await add(one)).status_code for one in (operator, resident, resident, resident, resident)]
    assert answers == [201, 201, 201, 201, 429]
    for wrong in ("wang", "wang@", "a b@example.org", "wang@example.org\r\nBcc: x@y.org", "@example.org"):
        assert (await add(resident, wrong)).status_code == 422, wrong
    assert (await add(resident, "short", "wechat")).json()["type"] == "/problems/invalid-address"
    assert (await add(resident, "13800000002", "sms")).status_code == 422


async def test_a_browser_shows_notices_of_who_is_signed_in_there(
    resident: Client, operator: Client, connection: Any
) -> None:
    key = (await resident.get("/v1/push/key")).json()["key"]
    assert len(key) == 87
    first = await subscribe(resident)
    assert (first["channel"], first["label"], first["address_masked"]) == ("push", "Chrome · Windows", "")
    assert (await subscribe(resident))["id"] == first["id"]
    assert await queued_for(resident, connection) == ["push", "sms"]
    fresh = await subscribe(resident, endpoint="https://push.example.org/send/def")
    assert [item["id"] for item in (await resident.get(CONTACTS)).json()["items"]] == [fresh["id"]]

    await subscribe(operator, endpoint="https://push.example.org/send/def")
    assert (await resident.get(CONTACTS)).json()["items"] == []
    assert await queued_for(resident, connection) == ["sms"]
    assert await queued_for(operator, connection) == ["push", "sms"]
    for wrong in ({"endpoint": "ftp://x"}, {"p256dh": "B"}, {"auth": "A"}, {"other": "x"}):
        answer = await resident.post(PUSH, json=BROWSER | wrong, headers=idempotency_key())
        assert answer.status_code == 422, wrong


async def test_a_device_that_is_not_confirmed_sees_and_changes_nothing(sign_in: SignIn) -> None:
    stranger = await sign_in("13800000002")
    asked = [
        await stranger.get(CONTACTS),
        await stranger.get("/v1/me/message-preferences"),
        await add(stranger),
        await stranger.post(PUSH, json=BROWSER, headers=idempotency_key()),
        await stranger.post("/v1/me/messages/read-all"),
        await stranger.delete(f"{CONTACTS}/{uuid.uuid4()}"),
    ]
    assert {answer.json()["type"] for answer in asked} == {"/problems/device-not-confirmed"}


async def test_what_is_over_is_forgotten_and_another_key_seals_the_rest(
    app: Litestar, resident: Client, run_jobs: RunJobs, connection: Any
) -> None:
    await add(resident)
    await subscribe(resident)
    await queued_for(resident, connection)
    sealing.use_generation(2)
    try:
        for column in SEALED:
            async for rows in walking.walk(column):
                done, left = await walking.reseal(column, rows)
                assert (done, left) == ((2, 0) if column.column == "address_sealed" else (1, 0))
    finally:
        sealing.use_generation(1)
    assert (await resident.get(CONTACTS)).json()["items"][1]["address_masked"] == "W***@example.org"

    with time_machine.travel(clock.now() + timedelta(days=2), tick=False):
        assert await forget_deliveries() == 1
    with time_machine.travel(clock.now() + timedelta(days=91), tick=False):
        assert await forget_deliveries() == 2


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (" Wang.Li+city@Example.ORG ", "Wang.Li+city@example.org"),
        ("ｗａｎｇ＠ｅｘａｍｐｌｅ．ｏｒｇ", "wang@example.org"),
        ("wang@localhost", None),
        ("wang..li@example.org", None),
        ("wang@example..org", None),
        ("wang@exa_mple.org", None),
        ("王@example.org", None),
        ("a" * 65 + "@example.org", None),
        ("wang@" + "a" * 64 + ".org", None),
        ("<wang@example.org>", None),
        ("wang@1.2.3.4", None),
    ],
)
def test_an_e_mail_address_is_read_as_it_was_meant(typed: str, meant: str | None) -> None:
    assert normalise_email(typed) == meant


def test_an_address_is_shown_to_its_owner_only() -> None:
    assert mask("wang@example.org") == "w***@example.org"
    assert mask("oABCdefghijklmnopqrstuv") == "oABC***"
    assert normalise_openid(" oABCdefghijklmnopqrstuv ") == "oABCdefghijklmnopqrstuv"
    assert normalise_openid("o'; drop table contact; --") is None


async def test_nothing_of_theirs_appears_where_somebody_signed_out(
    app: Litestar, resident: Client, carriers: Carriers
) -> None:
    await subscribe(resident)
    push = console.provider("push", app.state.redis)
    wishes = (await resident.get("/v1/me/message-preferences")).json() | {"channels": ["push"]}
    await resident.put("/v1/me/message-preferences", json=wishes)
    (shown,) = await carriers.remind(kind="device-suspended")
    await carriers.deliver(push)
    (hidden,) = await carriers.remind(kind="device-suspended")
    await resident.delete("/v1/sessions/current")
    await carriers.deliver(push)
    assert await carriers.states(shown, hidden) == [("sent", None), ("cancelled", "no-address")]
    assert [one.id for one, _ in await list_carried(app.state.redis)] == [str(shown)]


async def test_wechat_tells_by_its_own_numbers_what_arrived_and_who_wants_nothing_more(
    app: Litestar, resident: Client, run_jobs: RunJobs, carriers: Carriers
) -> None:
    made = (await add(resident, "oABCdefghijklmnopqrstuv", "wechat")).json()
    place = f"{CONTACTS}/{made['id']}/confirmation"
    assert (await resident.put(place, json={"code": await read_code(app, run_jobs)})).status_code == 200
    wishes = (await resident.get("/v1/me/message-preferences")).json() | {"channels": ["wechat"]}
    await resident.put("/v1/me/message-preferences", json=wishes)

    book = wechat_server.Book()
    async with running(wechat_server.make_app(book)) as address:
        account = wechat.provider(
            Settings(
                wechat_url=address,
                wechat_app_id=wechat_server.APP_ID,
                wechat_secret=wechat_server.SECRET,
                wechat_template=wechat_server.TEMPLATE,
                wechat_token=wechat_server.TOKEN,
            )
        )
        arrived, blocked = await carriers.remind(2, kind="device-suspended")
        await carriers.deliver(account)
        assert await carriers.states(arrived, blocked) == [("sent", None)] * 2
        numbers = await carriers.connection.fetch("select reference from delivery order by id")
        query = wechat_server.sign(int(time.time()), "n0nce")
        for row, status in zip(numbers, ("success", "failed:user block"), strict=True):
            body = wechat_server.event(int(row["reference"]), status)
            assert await take_reports([account], "wechat", {}, query, body) == 1
    assert await carriers.states(arrived, blocked) == [("delivered", None), ("failed", "blocked")]
    assert (await resident.get(CONTACTS)).json()["items"] == []
    assert await carriers.remind(kind="device-suspended") == []
