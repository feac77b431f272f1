"""One device of a person is suspended, and the others go on working."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from backend.core import db
from backend.core.problems import NotFound
from backend.people.service import forget_expired, lift_device_suspension, suspend_device
from tests.backend.people.conftest import ID_NUMBER, NAME, PHONE, Door, kind
from tests.conftest import Client

NOBODY = "00000000-0000-7000-8000-000000000000"
IDENTITY = {"name": NAME, "id_number": ID_NUMBER}
WHY = {"reason": "two codes with one number"}

Travel = Callable[[timedelta], None]


@pytest.fixture
async def person(door: Door) -> Client:
    """A resident whose identity is confirmed on this device."""
    caller = door.caller(await door.enter())
    assert (await caller.post("/v1/me/identity", json=IDENTITY)).status_code == 200
    return caller


async def find_device(person: Client) -> str:
    items = (await person.get("/v1/me/devices")).json()["items"]
    return next(str(item["id"]) for item in items if item["this_device"])


async def show(person: Client) -> str:
    return kind(await person.post("/v1/city-codes", json={"scene": "library"}))


async def test_a_suspended_device_shows_no_codes_at_once(operator: Client, person: Client) -> None:
    assert await show(person) == "200"
    device = await find_device(person)

    answer = await operator.put(f"/v1/devices/{device}/suspension", json=WHY)

    assert (answer.status_code, answer.json()["reason"]) == (200, WHY["reason"])
    assert answer.json()["suspended_by"] == (await operator.get("/v1/me")).json()["id"]
    assert await show(person) == "device-suspended"
    picture = await person.get("/v1/city-codes/picture.svg?scene=library")
    assert kind(picture) == "device-suspended"


async def test_its_owner_is_told_and_sees_nothing_personal_on_it(operator: Client, person: Client) -> None:
    device = await find_device(person)
    await operator.put(f"/v1/devices/{device}/suspension", json=WHY)

    me = (await person.get("/v1/me")).json()

    assert (me["device"], me["name_masked"], me["suspended"]) == ("suspended", None, False)
    (shown,) = (await person.get("/v1/me/devices")).json()["items"]
    assert (shown["suspended"], shown["confirmed"]) == (True, False)
    assert kind(await person.get("/v1/me/verifications")) == "device-suspended"


async def test_nobody_confirms_themselves_on_a_suspended_device(operator: Client, person: Client) -> None:
    device = await find_device(person)
    await operator.put(f"/v1/devices/{device}/suspension", json=WHY)

    assert kind(await person.post("/v1/me/identity", json=IDENTITY)) == "device-suspended"
    assert await show(person) == "device-suspended"


async def test_the_other_devices_go_on_working(
    door: Door, operator: Client, person: Client, travel: Travel
) -> None:
    travel(timedelta(minutes=1))
    other = door.caller(await door.enter())
    await other.post("/v1/me/identity", json=IDENTITY)

    await operator.put(f"/v1/devices/{await find_device(person)}/suspension", json=WHY)

    assert await show(other) == "200"
    assert (await other.get("/v1/me")).json()["device"] == "confirmed"
    items = (await other.get("/v1/me/devices")).json()["items"]
    assert {item["this_device"]: item["suspended"] for item in items} == {True: False, False: True}


async def test_a_lifted_device_works_as_before(
    operator: Client, person: Client, connection: Any, travel: Travel
) -> None:
    url = f"/v1/devices/{await find_device(person)}/suspension"
    await operator.put(url, json=WHY)
    travel(timedelta(minutes=1))

    assert [(await operator.delete(url)).status_code for _ in range(2)] == [204, 204]

    assert await show(person) == "200"
    assert (await person.get("/v1/me")).json()["device"] == "confirmed"
    row = await connection.fetchrow(
        "select reason, suspended_by = lifted_by as same, lifted_at > suspended_at as over"
        " from device_suspension"
    )
    assert (row["reason"], row["same"], row["over"]) == (WHY["reason"], True, True)


async def test_the_first_suspension_stands_until_it_is_lifted(
    operator: Client, person: Client, connection: Any
) -> None:
    device = await find_device(person)
    async with db.transaction():
        first = await suspend_device(uuid.UUID(device), "copied", None)

    again = await operator.put(f"/v1/devices/{device}/suspension", json={"reason": "another"})

    assert (again.json()["reason"], again.json()["suspended_by"]) == ("copied", None)
    assert first.suspended_by is None
    assert await connection.fetchval("select count(*) from device_suspension") == 1


async def test_an_operator_at_the_counter_sees_which_devices_are_suspended(
    operator: Client, person: Client
) -> None:
    device = await find_device(person)
    await suspend_device(uuid.UUID(device), "copied", None)

    (found,) = (await operator.post("/v1/residents/search", json={"phone": PHONE})).json()["items"]

    (shown,) = found["suspended_devices"]
    assert (shown["id"], shown["label"], shown["reason"]) == (device, "手机", "copied")
    assert shown["suspended_by"] is None


async def test_signing_a_suspended_device_out_does_not_make_it_another_one(
    door: Door, operator: Client, travel: Travel
) -> None:
    session = await door.enter()
    person = door.caller(session)
    await person.post("/v1/me/identity", json=IDENTITY)
    device = await find_device(person)
    await operator.put(f"/v1/devices/{device}/suspension", json=WHY)
    assert (await person.delete(f"/v1/me/devices/{device}")).status_code == 204
    travel(timedelta(minutes=1))

    again = await door.enter(token=session["device_token"])

    person = door.caller(again)
    assert again["device_token"] == session["device_token"]
    assert (await find_device(person), (await person.get("/v1/me")).json()["device"]) == (device, "suspended")


async def test_a_suspended_device_removes_no_other(
    door: Door, operator: Client, person: Client, travel: Travel
) -> None:
    travel(timedelta(minutes=1))
    other = door.caller(await door.enter())
    await operator.put(f"/v1/devices/{await find_device(person)}/suspension", json=WHY)

    answer = await person.delete(f"/v1/me/devices/{await find_device(other)}")

    assert kind(answer) == "device-not-confirmed"


async def test_a_suspended_device_is_not_forgotten_until_it_is_lifted(
    operator: Client, person: Client, travel: Travel, connection: Any
) -> None:
    device = await find_device(person)
    author = uuid.UUID((await operator.get("/v1/me")).json()["id"])
    await suspend_device(uuid.UUID(device), "copied", None)
    await person.delete(f"/v1/me/devices/{device}")
    for kept in (True, False):
        travel(timedelta(days=70))
        await forget_expired()
        assert await connection.fetchval("select true from device where id = $1", device) is (kept or None)
        if kept:
            await lift_device_suspension(uuid.UUID(device), author)
    assert await connection.fetchval("select device is null from device_suspension")


async def test_a_device_that_nobody_knows_cannot_be_suspended(app: Any, clean: None) -> None:
    with pytest.raises(NotFound):
        await suspend_device(uuid.UUID(NOBODY), "copied", None)


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
async def test_only_operators_suspend_devices(
    door: Door, person: Client, operator: Client, method: str
) -> None:
    body = WHY if method == "PUT" else None
    own = f"/v1/devices/{await find_device(person)}/suspension"
    assert (await door.client.request(method, own, json=body)).status_code == 401
    assert (await person.request(method, own, json=body)).status_code == 403
    assert (await operator.request(method, f"/v1/devices/{NOBODY}/suspension", json=body)).status_code == 404


async def test_an_operator_on_a_suspended_device_is_none(operator: Client) -> None:
    await suspend_device(uuid.UUID(await find_device(operator)), "copied", None)

    assert (await operator.post("/v1/residents/search", json={"phone": PHONE})).status_code == 403
    assert (await operator.get("/v1/me")).json()["roles"] == ["resident"]


async def test_city_codes_read_the_suspension_from_the_view(person: Client, connection: Any) -> None:
    device = uuid.UUID(await find_device(person))
    standing = "select confirmed, device_suspended from session_standing where device = $1"
    assert tuple(await connection.fetchrow(standing, device)) == (True, False)
    await suspend_device(device, "copied", None)
    assert tuple(await connection.fetchrow(standing, device)) == (False, True)
