"""Confirming who one is: once for the account, and on each new device."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest

from backend.core import db
from backend.core.settings import Settings
from backend.people.errors import IdentityNotConfirmed, IdentityRegisterAway
from backend.people.ports import Confirmation
from backend.people.schemas import CounterIdentity, GivenIdentity
from backend.people.service import (
    authenticate_access_token,
    confirm_at_counter,
    confirm_identity,
    make_operator,
    send_password,
)
from tests.backend.people.conftest import ID_NUMBER, NAME, OTHER_PHONE, PHONE, Door, kind
from tests.conftest import Client

Travel = Callable[[timedelta], None]

AWAY = ("13800000004", "王建国", "13109920150601004X")
UNREGISTERED_PHONE = "13900000000"
MADE_UP = "131099200101010098"


async def confirm(person: Client, name: str = NAME, id_number: str = ID_NUMBER) -> httpx.Response:
    return await person.post("/v1/me/identity", json={"name": name, "id_number": id_number})


async def at_counter(operator: Client, person: Client, **identity: Any) -> httpx.Response:
    account = (await person.get("/v1/me")).json()["id"]
    return await operator.put(f"/v1/residents/{account}/identity", json=identity)


@pytest.fixture
async def person(door: Door) -> Client:
    """Somebody who has just signed in."""
    return door.caller(await door.enter())


async def test_name_id_number_and_phone_together_confirm_a_person(person: Client, connection: Any) -> None:
    answer = await confirm(person)
    assert answer.status_code == 200
    me = answer.json()
    assert (me["identity"], me["device"], me["name_masked"]) == ("confirmed", "confirmed", "张**")
    assert (await person.get("/v1/me")).json() == me
    row = await connection.fetchrow("select how, operator, device from identity_confirmation")
    assert (row["how"], row["operator"]) == ("register", None)
    standing = await connection.fetchrow("select * from resident_standing")
    assert (str(standing["born_on"]), standing["suspended"]) == ("1990-03-07", False)
    assert await connection.fetchval("select live and confirmed and not suspended from session_standing")


@pytest.mark.parametrize(
    ("name", "id_number"),
    [
        ("张小亮", ID_NUMBER),
        (NAME, "131099195707200036"),
        (NAME, "131099199003071239"),
        (NAME, "131099202602300017"),
        (NAME, "123"),
        ("1234", ID_NUMBER),
        ("X", ID_NUMBER),
    ],
)
async def test_what_does_not_fit_is_refused_without_saying_which_part(
    person: Client, name: str, id_number: str
) -> None:
    answer = await confirm(person, name, id_number)
    assert (answer.status_code, kind(answer)) == (422, "identity-not-confirmed")
    assert set(answer.json()) <= {"type", "title", "status", "message", "request_id"}


async def test_the_phone_must_be_the_persons_own(door: Door) -> None:
    person = door.caller(await door.enter(OTHER_PHONE))
    assert kind(await confirm(person)) == "identity-not-confirmed"


async def test_details_may_be_typed_as_people_type_them(door: Door) -> None:
    session = await door.enter("13800000003")
    answer = await confirm(
        door.caller(session), " 阿依古丽 • 买买提".replace(" • ", "•"), "131099 19880216 0021"
    )
    assert answer.status_code == 200


async def test_one_id_number_has_one_account(door: Door) -> None:
    first = door.caller(await door.enter(UNREGISTERED_PHONE))
    second = door.caller(await door.enter("13900000001"))
    assert (await confirm(first, "周周", MADE_UP)).status_code == 200
    answer = await confirm(second, "周周", MADE_UP)
    assert (answer.status_code, kind(answer)) == (409, "identity-taken")
    assert "服务窗口" in answer.json()["message"]["zh-CN"]


async def test_a_register_that_is_away_is_said_and_changes_nothing(door: Door) -> None:
    phone, name, id_number = AWAY
    person = door.caller(await door.enter(phone))
    answer = await confirm(person, name, id_number)
    assert (answer.status_code, kind(answer)) == (503, "identity-register-away")
    assert answer.headers["retry-after"] == "60"
    assert (await person.get("/v1/me")).json()["identity"] == "none"


async def test_tries_are_limited(person: Client, travel: Travel) -> None:
    answers = [kind(await confirm(person, "李雷")) for _ in range(7)]
    assert answers == ["identity-not-confirmed"] * 6 + ["too-many-requests"]
    travel(timedelta(hours=1))
    assert (await confirm(person)).status_code in (200, 401)


async def test_a_new_device_confirms_again(door: Door, person: Client, travel: Travel) -> None:
    await confirm(person)
    travel(timedelta(minutes=1))
    other = door.caller(await door.enter())
    me = (await other.get("/v1/me")).json()
    assert (me["identity"], me["device"], me["name_masked"]) == ("confirmed", "new", None)
    assert kind(await confirm(other, "李雷")) == "identity-not-confirmed"
    assert (await confirm(other)).json()["device"] == "confirmed"


async def test_somebody_new_behind_an_old_phone_number_does_not_become_its_last_owner(
    door: Door, person: Client, travel: Travel
) -> None:
    await confirm(person)
    travel(timedelta(minutes=1))
    stranger = door.caller(await door.enter())
    assert kind(await confirm(stranger, "李淑兰", "131099195707200036")) == "identity-not-confirmed"


async def test_an_operator_confirms_somebody_at_a_counter(
    door: Door, operator: Client, person: Client, connection: Any
) -> None:
    answer = await at_counter(operator, person, name="韩梅梅", id_number=MADE_UP)
    assert answer.json() == {
        "id": answer.json()["id"],
        "phone_masked": "138****0001",
        "name_masked": "韩**",
        "identity": "confirmed",
        "suspended": False,
        "suspended_devices": [],
    }
    me = (await person.get("/v1/me")).json()
    assert (me["identity"], me["device"]) == ("confirmed", "new")
    assert (await confirm(person, "韩梅梅", MADE_UP)).json()["device"] == "confirmed"
    rows = await connection.fetch(
        "select how, operator from identity_confirmation where account = $1 order by id", me["id"]
    )
    author = (await operator.get("/v1/me")).json()["id"]
    assert [(row["how"], str(row["operator"])) for row in rows] == [
        ("counter", author),
        ("same-person", "None"),
    ]


async def test_only_operators_confirm_others_and_never_themselves(operator: Client, person: Client) -> None:
    identity = {"name": "韩梅梅", "id_number": MADE_UP}
    assert (await at_counter(person, operator, **identity)).status_code == 403
    assert (await at_counter(operator, operator, **identity)).status_code == 403


async def test_a_counter_does_not_give_an_account_to_somebody_else(operator: Client, person: Client) -> None:
    await confirm(person)
    answer = await at_counter(operator, person, name="韩梅梅", id_number=MADE_UP)
    assert (answer.status_code, kind(answer)) == (409, "identity-differs")


async def test_a_counter_moves_a_person_to_their_new_phone(
    door: Door, operator: Client, person: Client, connection: Any
) -> None:
    await confirm(person)
    newer = door.caller(await door.enter(UNREGISTERED_PHONE))
    identity = {"name": NAME, "id_number": ID_NUMBER}
    assert kind(await at_counter(operator, newer, **identity)) == "identity-taken"
    assert (await at_counter(operator, newer, **identity, move=True)).status_code == 200
    old = (await person.get("/v1/me")).json()
    assert (old["identity"], old["device"]) == ("none", "new")
    assert (await confirm(newer)).json()["device"] == "confirmed"
    assert (
        await connection.fetchval("select count(*) from identity_confirmation where how = 'moved-away'") == 1
    )


async def test_made_up_id_numbers_count_in_a_demo_city_only(
    operator: Client, person: Client, connection: Any
) -> None:
    from backend.core.actors import Resident

    account = await connection.fetchval(
        "select id from account where number = (select max(number) from account)"
    )
    actor = Resident(account=await make_operator("13800000009"), number=1, session=account, is_operator=True)
    with pytest.raises(IdentityNotConfirmed):
        await confirm_at_counter(actor, account, CounterIdentity("韩梅梅", MADE_UP), Settings())


async def test_an_unknown_account_is_not_found(operator: Client) -> None:
    answer = await operator.put(
        "/v1/residents/00000000-0000-7000-8000-000000000000/identity",
        json={"name": "韩梅梅", "id_number": MADE_UP},
    )
    assert answer.status_code == 404


async def test_somebody_suspended_confirms_nothing(operator: Client, person: Client) -> None:
    account = (await person.get("/v1/me")).json()["id"]
    await operator.put(f"/v1/residents/{account}/suspension", json={"reason": "lost phone"})
    answer = await confirm(person)
    assert (answer.status_code, kind(answer)) == (403, "account-suspended")


async def test_unknown_members_and_endless_texts_are_refused(person: Client) -> None:
    for body in (
        {"name": NAME, "id_number": ID_NUMBER, "phone": PHONE},
        {"name": "张" * 61, "id_number": ID_NUMBER},
    ):
        answer = await person.post("/v1/me/identity", json=body)
        assert (answer.status_code, kind(answer)) == (422, "invalid-request")


async def test_no_port_is_called_while_a_transaction_is_open(door: Door, connection: Any) -> None:
    class Watching:
        """Stands at both ports and sees how it is called."""

        async def confirm(self, name: str, id_number: str, phone: str) -> Confirmation:
            assert not db.in_transaction()
            self.asked = (name, id_number, phone)
            return "unavailable"

        async def send(self, phone: str, text: str, message_id: str) -> None:
            assert not db.in_transaction()
            self.sent = (phone, text, message_id)

    watching = Watching()
    asked = (await door.ask(OTHER_PHONE)).json()["id"]
    await send_password(watching, uuid.UUID(asked))
    assert watching.sent[::2] == (f"+86{OTHER_PHONE}", asked)
    session = await door.enter()
    resident = await authenticate_access_token(session["access_token"])
    assert resident is not None
    with pytest.raises(IdentityRegisterAway):
        await confirm_identity(resident, GivenIdentity(NAME, ID_NUMBER), watching, Settings(profile="demo"))
    assert watching.asked == (NAME, ID_NUMBER, f"+86{PHONE}")
