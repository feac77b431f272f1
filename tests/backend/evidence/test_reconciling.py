"""What evidence tells together: a photograph, a cloned key, a counter that went back, two places at once."""

import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import asyncpg
import pytest
import time_machine

from backend.city_codes.service import count_verifications
from backend.core import clock
from backend.credentials.rules import jws, lists
from backend.credentials.rules.carried_codes import read_code
from backend.credentials.rules.statuses import SHARD_SIZE
from backend.credentials.service import publishing
from backend.evidence import service
from tests.backend.city_codes.showing import verdict
from tests.backend.credentials import phones
from tests.backend.credentials.phones import Credential
from tests.backend.evidence.conftest import NewDevice
from tests.backend.evidence.devices import Client, Device

LIBRARY = 2
RunJobs = Callable[[], Awaitable[int]]
LANGFANG = {"latitude": 39.52, "longitude": 116.70}
DACHANG = {"latitude": 39.89, "longitude": 116.99}


async def findings(operator: Client, state: str = "open") -> list[Any]:
    """The operators' list."""
    answer = await operator.get(f"/v1/findings?state={state}")
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


async def inbox(resident: Client) -> list[Any]:
    """What the city told the resident."""
    return list((await resident.get("/v1/me/messages")).json()["items"])


async def revoked(client: Client) -> set[int]:
    """The places that the status index adds to the lists."""
    publishing.forget_documents()
    roots = (await client.get("/.well-known/city-code/roots.json")).json()["keys"]
    keys = {key["kid"]: jws.decode(key["x"]) for key in roots}
    text = (await client.get("/.well-known/city-code/status")).text
    index = jws.read_jws(text, lists.StatusIndex, keys.get, time.time())
    assert index is not None
    return {place for shard in index.lists for place in shard.added}


def place_of(credential: Credential) -> int:
    """Where the status lists speak of a credential."""
    code = read_code(credential.show(LIBRARY))
    assert code is not None
    return code.status % SHARD_SIZE


async def test_a_photographed_code_voids_that_credential_and_locks_nobody_out(
    resident: Client, operator: Client, reader: Client, new_device: NewDevice, run_jobs: RunJobs
) -> None:
    copied, other = await phones.fetch(resident)
    one, two = await new_device(), await new_device()
    assert await revoked(resident) == set()
    code = copied.show(LIBRARY)
    one.note(code)
    two.note(code, at=time.time() + 5)
    await one.hand_in()
    await run_jobs()
    assert await findings(operator) == []
    await two.hand_in()
    await run_jobs()

    (finding,) = await findings(operator)
    assert finding["kind"] == "copied"
    assert {finding["one"]["venue"]["id"], finding["two"]["venue"]["id"]} == {one.venue, two.venue}
    (message,) = await inbox(resident)
    assert message["kind"] == "code-copied"
    assert "市图书馆" in message["body"]["zh-CN"]
    assert await revoked(resident) == {place_of(copied), place_of(other)}
    assert await verdict(reader, copied.show(LIBRARY, 9)) == "revoked"
    assert await verdict(reader, other.show(LIBRARY)) == "accepted"
    live = await resident.post("/v1/city-codes", json={"scene": "library"})
    assert await verdict(reader, live.json()["code"]) == "accepted"
    again = await phones.ask(resident, [bytes([2]) * 32])
    assert again.json()["type"].endswith("online-only")
    assert (await resident.get("/v1/me")).json()["device"] == "confirmed"


async def test_whoever_compares_again_finds_nothing_new(
    resident: Client, operator: Client, new_device: NewDevice, credential: Credential, run_jobs: RunJobs,
    connection: "asyncpg.Connection[asyncpg.Record]",
) -> None:  # fmt: skip
    one, two = await new_device(), await new_device()
    code = credential.show(LIBRARY)
    for device in (one, two):
        device.note(code)
        await device.hand_in()
    await run_jobs()
    row = await connection.fetchrow("select min(day) as day, min(key::text) as key from offline_verification")
    assert row is not None
    for _ in range(3):
        for device in (one, two):
            key = await connection.fetchval("select key from reader where id = $1", device.enrolled.id)
            await service.reconcile(key, 1, 1, row["day"], row["day"])
    assert len(await findings(operator)) == len(await inbox(resident)) == 1


async def test_a_copy_that_the_city_accepted_meanwhile_comes_to_light(
    resident: Client, operator: Client, reader: Client, device: Device, credential: Credential,
    run_jobs: RunJobs,
) -> None:  # fmt: skip
    code = credential.show(LIBRARY)
    assert await verdict(reader, code) == "accepted"
    device.note(code)
    await device.hand_in()
    await run_jobs()
    assert [finding["kind"] for finding in await findings(operator)] == ["copied"]


async def test_one_reader_that_asked_the_city_in_vain_and_then_decided_alone_is_no_copy(
    resident: Client, operator: Client, device: Device, credential: Credential, run_jobs: RunJobs
) -> None:
    code = credential.show(LIBRARY)
    assert await verdict(device.client, code) == "accepted"
    device.note(code)
    await device.hand_in()
    await run_jobs()
    assert await findings(operator) == []


async def test_two_codes_with_one_counter_suspend_the_device_and_no_other(
    resident: Client, operator: Client, reader: Client, new_device: NewDevice, run_jobs: RunJobs
) -> None:
    cloned, other = await phones.fetch(resident)
    one, two = await new_device(), await new_device()
    now = time.time()
    one.note(cloned.show(LIBRARY, 5, now))
    two.note(cloned.show(LIBRARY, 5, now - 30), at=now - 30)
    for device in (one, two):
        await device.hand_in()
        await run_jobs()
    (finding,) = await findings(operator)
    assert (finding["kind"], finding["device_suspended"]) == ("cloned", True)
    (message,) = await inbox_of(resident, operator, finding["account"])
    assert message == "device-suspended"
    assert await verdict(reader, other.show(LIBRARY)) == "revoked"
    refused = await resident.post("/v1/city-codes", json={"scene": "library"})
    assert refused.json()["type"].endswith("device-suspended")
    assert (await resident.get("/v1/me")).json()["device"] == "suspended"
    path = f"/v1/devices/{finding['device']}/suspension"
    assert (await operator.delete(path)).status_code == 204
    assert (await resident.post("/v1/city-codes", json={"scene": "library"})).status_code == 200


async def inbox_of(resident: Client, operator: Client, account: str) -> list[str]:
    """The kinds of messages to an account, wherever its owner may read them."""
    from backend.core import db

    async with db.connection() as connection:
        rows = await connection.fetch("select kind from message where account = $1", account)
    return [row["kind"] for row in rows]


async def test_a_refused_second_code_with_one_counter_tells_of_the_clone_too(
    resident: Client, operator: Client, device: Device, credential: Credential, run_jobs: RunJobs
) -> None:
    now = time.time()
    device.note(credential.show(LIBRARY, 5, now - 20), at=now - 20)
    device.note(credential.show(LIBRARY, 5, now), "replayed")
    await device.hand_in()
    await run_jobs()
    assert [finding["kind"] for finding in await findings(operator)] == ["cloned"]


async def test_a_counter_that_went_back_is_a_copy_of_some_kind(
    resident: Client, operator: Client, new_device: NewDevice, credential: Credential, run_jobs: RunJobs
) -> None:
    one, two = await new_device(), await new_device()
    now = time.time()
    one.note(credential.show(LIBRARY, 8, now - 60), at=now - 60)
    two.note(credential.show(LIBRARY, 3, now))
    for device in (one, two):
        await device.hand_in()
    await run_jobs()
    assert [finding["kind"] for finding in await findings(operator)] == ["counter-back"]
    assert [message["kind"] for message in await inbox(resident)] == ["code-copied"]


async def test_codes_one_after_the_other_at_many_readers_are_as_they_should_be(
    resident: Client, operator: Client, new_device: NewDevice, credential: Credential, run_jobs: RunJobs
) -> None:
    devices = [await new_device() for _ in range(3)]
    now = time.time() - 300
    for n in range(12):
        devices[n % 3].note(credential.show(LIBRARY, n + 1, now + 20 * n), at=now + 20 * n)
    for device in reversed(devices):
        await device.hand_in()
        await run_jobs()
    assert await findings(operator) == []
    assert await inbox(resident) == []


@pytest.mark.parametrize(("minutes", "expected"), [(1, ["far-apart"]), (120, [])])
async def test_nobody_is_at_two_ends_of_the_city_within_a_minute(
    resident: Client, operator: Client, new_device: NewDevice, run_jobs: RunJobs, minutes: int,
    expected: list[str],
) -> None:  # fmt: skip
    first, second = await phones.fetch(resident)
    one = await new_device(position=LANGFANG)
    two = await new_device(position=DACHANG)
    now = time.time()
    one.note(first.show(LIBRARY, 1, now - 60 * minutes), at=now - 60 * minutes)
    two.note(second.show(LIBRARY, 1, now))
    for device in (two, one):
        await device.hand_in()
    await run_jobs()
    assert [finding["kind"] for finding in await findings(operator)] == expected
    assert [message["kind"] for message in await inbox(resident)] == expected
    (fresh,) = await phones.fetch(resident, 1)
    assert fresh


async def test_a_live_code_at_two_readers_is_for_an_operator_to_see(
    resident: Client, operator: Client, new_device: NewDevice, run_jobs: RunJobs
) -> None:
    live = (await resident.post("/v1/city-codes", json={"scene": "library"})).json()["code"]
    for device in (await new_device(), await new_device()):
        device.note(live)
        await device.hand_in()
    await run_jobs()
    (finding,) = await findings(operator)
    assert (finding["kind"], finding["device"]) == ("copied", None)
    assert await inbox(resident) == []


async def test_an_operator_closes_a_finding_once_with_a_note(
    resident: Client, operator: Client, new_device: NewDevice, credential: Credential, run_jobs: RunJobs
) -> None:
    code = credential.show(LIBRARY)
    for device in (await new_device(), await new_device()):
        device.note(code)
        await device.hand_in()
    await run_jobs()
    (finding,) = await findings(operator)
    path = f"/v1/findings/{finding['id']}/resolution"
    assert (await resident.put(path, json={"note": "x"})).status_code == 403
    assert (await operator.put(path, json={"note": "已电话核实"})).status_code == 204
    assert (await operator.put(path, json={"note": "again"})).json()["type"].endswith("finding-resolved")
    assert await findings(operator) == []
    (closed,) = await findings(operator, "closed")
    assert closed["note"] == "已电话核实"
    unknown = path.replace(finding["id"], "01a210b7-e73b-72f3-8d61-3c6f3b1c9c11")
    assert (await operator.put(unknown, json={"note": "x"})).status_code == 404
    looks = [look["action"] for look in (await resident.get("/v1/me/looks")).json()["items"]]
    assert looks == ["finding-read", "finding-closed", "finding-read"]


async def test_a_venue_sees_what_it_checked_by_day_and_outcome(
    resident: Client, operator: Client, new_device: NewDevice, credential: Credential
) -> None:
    await count_verifications()
    gate = await new_device()
    code = credential.show(LIBRARY)
    assert await verdict(gate.client, code) == "accepted"
    assert await verdict(gate.client, code) == "replayed"
    gate.note(credential.show(LIBRARY, 2, time.time() + 15))
    await gate.hand_in()
    with time_machine.travel(clock.now() + timedelta(seconds=40)):
        for _ in range(2):
            await count_verifications()
    report = (await operator.get(f"/v1/venues/{gate.venue}/report")).json()
    counted = {(row["offline"], row["outcome"]): row["checks"] for row in report["counts"]}
    assert counted == {(True, "accepted"): 1, (False, "accepted"): 1, (False, "replayed"): 1}
    assert report["readers"][0]["handed_in_at"]
    assert report["findings"] == 0
    assert (await resident.get(f"/v1/venues/{gate.venue}/report")).status_code == 404
