"""What a person wishes holds for what is told and for what is carried."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine

from backend.core import clock, db
from backend.messages.service import Outgoing, send_many, withdraw
from backend.people.service import account_for_phone
from tests.backend.messages.conftest import EXPIRES, Carriers, account_of, next_day, read_inbox
from tests.conftest import Client, SignIn

MORNING, EVENING = next_day(10), next_day(20, 59)
HEIR = {"name": "李淑兰", "id_number": "131099195707200036"}
WISHES = "/v1/me/message-preferences"


async def wish(person: Client, **wished: Any) -> dict[str, Any]:
    """Change some of somebody's preferences."""
    now = (await person.get(WISHES)).json()
    answer = await person.put(WISHES, json=now | wished)
    assert answer.status_code == 200, answer.text
    said: dict[str, Any] = answer.json()
    return said


async def test_whoever_wishes_nothing_has_the_defaults_and_can_change_them(resident: Client) -> None:
    defaults = (await resident.get(WISHES)).json()
    assert defaults == {
        "muted": [],
        "channels": ["push", "sms", "email", "wechat", "voice"],
        "locale": "zh-CN",
        "silent": False,
        "quiet_from": "21:00",
        "quiet_to": "08:00",
        "staff_may_call": True,
    }
    changed = {"muted": ["greeting", "benefit", "greeting"], "channels": ["sms"], "quiet_to": "09:30"}
    said = await wish(resident, **changed)
    assert said == defaults | {"muted": ["benefit", "greeting"], "channels": ["sms"], "quiet_to": "09:30"}
    assert (await resident.get(WISHES)).json() == said
    for wrong in (
        {"muted": ["security"]},
        {"channels": ["pigeon"]},
        {"quiet_from": "24:00"},
        {"quiet_from": "9:00"},
        {"colour": "red"},
    ):
        assert (await resident.put(WISHES, json=defaults | wrong)).status_code == 422, wrong


async def test_many_are_told_at_once_each_once_and_a_muted_category_only_what_is_statutory(
    resident: Client, carriers: Carriers
) -> None:
    await wish(resident, muted=["certificate"], channels=["sms"])
    person = await account_of(resident)
    other = await account_for_phone("13800000002")
    about = uuid.uuid4()
    rows = [
        Outgoing(
            account=account, kind="reminder-certificate", facts=EXPIRES, key=key, ref=about, statutory=needed
        )
        for account in (person, other)
        for key, needed in (("optional", False), ("statutory", True), ("statutory", True))
    ]
    for new in (3, 0):
        async with db.transaction():
            assert await send_many(rows) == new
    (message,) = (await read_inbox(resident))["items"]
    assert (message["category"], message["class"], message["masked"]) == ("certificate", "statutory", False)
    assert (message["ref"], message["path"]) == (str(about), f"/reminders/{about}")
    found = await carriers.connection.fetch("select account, channel from delivery order by id")
    assert sorted(tuple(row) for row in found) == sorted([(person, "sms"), (other, "sms"), (other, "sms")])
    assert await withdraw([about]) == 3
    assert await withdraw([about]) == 0
    assert await carriers.states() == [("cancelled", "withdrawn")] * 3


async def test_more_than_a_thousand_at_once_are_refused(clean: None) -> None:
    row = Outgoing(account=uuid.uuid4(), kind="reminder-city", facts=EXPIRES, key="one")
    async with db.transaction():
        with pytest.raises(ValueError, match="1000 messages at once"):
            await send_many([row] * 1001)
        assert await send_many([]) == 0
    with pytest.raises(RuntimeError, match="open transaction"):
        await send_many([row])


async def test_a_date_is_said_in_both_languages(resident: Client) -> None:
    facts = EXPIRES | {"text": {"zh-CN": "到期", "en": "Expires"}, "title": date(2026, 12, 25)}
    async with db.transaction():
        await send_many(
            [Outgoing(account=await account_of(resident), kind="reminder-city", facts=facts, key="one")]
        )
    (message,) = (await read_inbox(resident))["items"]
    assert message["title"] == {"zh-CN": "2026年12月25日", "en": "25 Dec 2026"}


async def test_the_inbox_is_searched_filtered_and_read_at_once(resident: Client) -> None:
    account = await account_of(resident)
    rows = [
        Outgoing(account=account, kind=kind, facts=EXPIRES | {"text": text}, key=str(place))
        for place, (kind, text) in enumerate(
            [
                ("reminder-certificate", {"zh-CN": "驾驶证到期", "en": "Licence expires"}),
                ("reminder-city", {"zh-CN": "供暖开始", "en": "Heating begins"}),
                ("reminder-certificate", {"zh-CN": "护照到期", "en": "Passport expires"}),
            ]
        )
    ]
    for row in rows:
        async with db.transaction():
            await send_many([row])

    async def found(query: str) -> list[str]:
        return [item["body"]["en"] for item in (await read_inbox(resident, query))["items"]]

    assert await found("?category=certificate") == ["Passport expires", "Licence expires"]
    assert await found("?q=EXPIRES") == ["Passport expires", "Licence expires"]
    assert await found("?q=供暖") == ["Heating begins"]
    assert await found("?q=nowhere") == []
    first = await read_inbox(resident, "?q=expires&limit=1")
    assert [item["body"]["en"] for item in first["items"]] == ["Passport expires"]
    assert await found(f"?q=expires&limit=1&after={first['next']}") == ["Licence expires"]
    assert (await resident.get("/v1/me/messages?category=gossip")).status_code == 422
    assert (await resident.get("/v1/me/messages?q=")).status_code == 422
    assert (await resident.post("/v1/me/messages/read-all")).status_code == 204
    assert (await resident.get("/v1/me/messages/unread")).json() == {"count": 0}


async def test_quiet_hours_end_at_eight_for_each_at_a_moment_of_their_own(carriers: Carriers) -> None:
    account = await account_for_phone("13800000001")
    day = datetime(2026, 11, 25, tzinfo=clock.SHANGHAI)
    cases = [
        ("21:00", "08:00", 20.99, None),
        ("21:00", "08:00", 21, 32),
        ("21:00", "08:00", 23.5, 32),
        ("21:00", "08:00", 24, 32),
        ("21:00", "08:00", 31.99, 32),
        ("21:00", "08:00", 32, None),
        ("13:00", "15:00", 12, None),
        ("13:00", "15:00", 13, 15),
        ("13:00", "15:00", 15, None),
        ("07:00", "07:00", 7, None),
    ]
    for begins, ends, hour, until in cases:
        at = day + timedelta(hours=hour)
        wake = await carriers.connection.fetchval(
            "select wake_at($1, $2::text::time, $3::text::time, $4)", at, begins, ends, account
        )
        if until is None:
            assert wake == at
        else:
            assert timedelta() <= wake - (day + timedelta(hours=until)) < timedelta(minutes=30)
    # Whoever is awake for a minute a day gets it then, and does not wait for ever.
    for n in range(40):
        wake = await carriers.connection.fetchval(
            "select wake_at($1, '08:01', '08:00', $2)", day, uuid.UUID(int=n)
        )
        assert timedelta() <= wake - (day + timedelta(hours=8)) < timedelta(minutes=1)


async def test_at_night_only_what_cannot_wait_goes_out(carriers: Carriers) -> None:
    with time_machine.travel(next_day(23), tick=False) as now:
        (waits,) = await carriers.remind()
        (urgent,) = await carriers.remind(kind="device-suspended", sensitive=False)
        await carriers.deliver()
        assert await carriers.states(waits, urgent) == [("queued", None), ("sent", None)]
        now.move_to(next_day(8, 31) + timedelta(days=1))
        await carriers.deliver()
        assert await carriers.states(waits) == [("sent", None)]
        # What was to go out just before nine in the evening waits as well when it was held up.
        now.move_to(EVENING + timedelta(days=1))
        (late,) = await carriers.remind()
        now.shift(timedelta(minutes=2))
        await carriers.deliver()
        assert await carriers.states(late) == [("queued", None)]
        due = await carriers.connection.fetchval("select due_at from delivery where id = $1", late)
    morning = next_day(8) + timedelta(days=2)
    assert morning <= due < morning + timedelta(minutes=30)


async def test_what_was_read_muted_or_not_wished_meanwhile_is_not_carried(
    resident: Client, carriers: Carriers
) -> None:
    with time_machine.travel(next_day(23), tick=False):
        (read,) = await carriers.remind()
        (muted,) = await carriers.remind(statutory=False)
        (kept,) = await carriers.remind()
    newest = (await read_inbox(resident))["items"]
    await resident.put(f"/v1/me/messages/{newest[-1]['id']}/read")
    await wish(resident, muted=["certificate"])
    with time_machine.travel(MORNING + timedelta(days=1), tick=False):
        await carriers.deliver()
        assert await carriers.states(read, muted, kept) == [
            ("cancelled", "read"),
            ("cancelled", "muted"),
            ("sent", None),
        ]
        (queued,) = await carriers.remind()
    await wish(resident, channels=["email"])
    with time_machine.travel(MORNING + timedelta(days=1), tick=False):
        assert await carriers.remind() == []
        await carriers.deliver()
        assert await carriers.states(queued) == [("cancelled", "not-wished")]
    assert carriers.sent(read) + carriers.sent(muted) + carriers.sent(queued) == 0


async def test_a_number_that_is_nobody_s_is_texted_again_once_its_owner_signed_in_with_it(
    resident: Client, carriers: Carriers, sign_in: SignIn, connection: Any
) -> None:
    assert (await resident.get("/v1/me/contacts")).json()["phone_reached"] is True
    carriers.first.codes = {"+8613800000001": "number-gone"}
    (gone,) = await carriers.remind(kind="device-suspended")
    await carriers.deliver()
    carriers.first.codes = {}
    (unreached,) = await carriers.remind(kind="device-suspended")
    await carriers.deliver()
    assert await carriers.states(gone, unreached) == [("failed", "gone"), ("cancelled", "no-address")]
    assert (await resident.get("/v1/me/contacts")).json()["phone_reached"] is False
    # A stranger who got the number and signs in with it is not its owner.
    await connection.execute("delete from limit_count")
    stranger = await sign_in("13800000001")
    await carriers.remind(kind="device-suspended")
    await carriers.deliver()
    assert not carriers.first.taken

    named = {"name": "张小明", "id_number": "131099199003071238"}
    assert (await stranger.post("/v1/me/identity", json=named)).status_code == 200
    (reached,) = await carriers.remind(kind="device-suspended")
    await carriers.deliver()
    assert await carriers.states(reached) == [("sent", None)]
    assert (await resident.get("/v1/me/contacts")).json()["phone_reached"] is True


async def test_what_is_meant_for_a_person_does_not_go_to_who_has_their_number_now(
    resident: Client, operator: Client, carriers: Carriers, sign_in: SignIn
) -> None:
    old, defaults = await account_of(resident), (await resident.get(WISHES)).json()
    await wish(resident, muted=["benefit"], quiet_to="09:30")
    with time_machine.travel(next_day(23) - timedelta(days=3), tick=False):
        (before,) = await carriers.remind()
    new = await account_of(await sign_in("13800000003"))
    moved = {"name": "张小明", "id_number": "131099199003071238", "move": True}
    answer = await operator.put(f"/v1/residents/{new}/identity", json=moved)
    assert answer.status_code == 200, answer.text
    (after,) = await carriers.remind(kind="device-suspended")
    await carriers.deliver()
    assert await carriers.states(before, after) == [("cancelled", "moved"), ("cancelled", "no-address")]

    await carriers.connection.execute("delete from limit_count")
    await operator.put(f"/v1/residents/{old}/identity", json=HEIR)
    heir = await sign_in("13800000001", **HEIR)
    assert await account_of(heir) == old
    assert (await heir.get(WISHES)).json() == defaults
    assert (await wish(heir, silent=True))["silent"] is True
    assert len((await read_inbox(heir))["items"]) == 1
    assert carriers.sent(before) + carriers.sent(after) == 0
