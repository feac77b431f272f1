"""One's own devices."""

from collections.abc import Callable
from datetime import timedelta

from tests.backend.people.conftest import ID_NUMBER, NAME, OTHER_PHONE, Door, kind
from tests.conftest import Client

Travel = Callable[[timedelta], None]


async def list_devices(person: Client) -> list[dict[str, object]]:
    items: list[dict[str, object]] = (await person.get("/v1/me/devices")).json()["items"]
    return items


async def test_devices_are_listed_the_last_seen_first(door: Door, travel: Travel) -> None:
    await door.enter()
    travel(timedelta(minutes=1))
    person = door.caller(await door.enter())
    items = await list_devices(person)
    assert [item["this_device"] for item in items] == [True, False]
    assert [(item["label"], item["confirmed"]) for item in items] == [("手机", False)] * 2


async def test_removing_a_device_ends_its_sessions_at_once(door: Door, travel: Travel) -> None:
    first = await door.enter()
    travel(timedelta(minutes=1))
    person = door.caller(await door.enter())
    old = next(item["id"] for item in await list_devices(person) if not item["this_device"])
    assert (await person.delete(f"/v1/me/devices/{old}")).status_code == 204
    assert (await door.caller(first).get("/v1/me")).status_code == 401
    answer = await door.client.post("/v1/sessions/refresh", json={"refresh_token": first["refresh_token"]})
    assert answer.status_code == 401
    assert len(await list_devices(person)) == 1
    assert (await person.delete(f"/v1/me/devices/{old}")).status_code == 404


async def test_a_removed_device_that_comes_back_is_new(door: Door, travel: Travel) -> None:
    first = await door.enter()
    person = door.caller(first)
    await person.post("/v1/me/identity", json={"name": NAME, "id_number": ID_NUMBER})
    this = (await list_devices(person))[0]["id"]
    assert (await person.delete(f"/v1/me/devices/{this}")).status_code == 204
    travel(timedelta(minutes=1))
    again = await door.enter(token=first["device_token"])
    assert again["device_token"] != first["device_token"]
    assert (await door.caller(again).get("/v1/me")).json()["device"] == "new"


async def test_somebody_elses_device_is_not_found(door: Door) -> None:
    person = door.caller(await door.enter())
    other = door.caller(await door.enter(OTHER_PHONE))
    theirs = (await list_devices(other))[0]["id"]
    assert (await person.delete(f"/v1/me/devices/{theirs}")).status_code == 404
    assert len(await list_devices(other)) == 1


async def test_whoever_gets_hold_of_the_number_cannot_throw_the_owner_out(door: Door, travel: Travel) -> None:
    owner = door.caller(await door.enter())
    await owner.post("/v1/me/identity", json={"name": NAME, "id_number": ID_NUMBER})
    travel(timedelta(minutes=1))
    stranger = door.caller(await door.enter())
    items = {item["this_device"]: item["id"] for item in await list_devices(stranger)}
    answer = await stranger.delete(f"/v1/me/devices/{items[False]}")
    assert (answer.status_code, kind(answer)) == (403, "device-not-confirmed")
    assert (await stranger.delete(f"/v1/me/devices/{items[True]}")).status_code == 204
    assert (await owner.get("/v1/me")).status_code == 200
