"""Handing in evidence: in order, once, whole or not at all, and by nobody but the reader itself."""

import asyncio
import time

import asyncpg
import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from backend.credentials.rules.carried_codes import write_text
from tests.backend.city_codes.showing import listed
from tests.backend.credentials.phones import Credential
from tests.backend.evidence.conftest import NewDevice
from tests.backend.evidence.devices import Client, Device

LIBRARY = 2
WEEK = 7 * 86_400


def kind(answer: httpx.Response) -> str:
    """The problem's name."""
    return str(answer.json()["type"]).rsplit("/", 1)[-1]


async def count(connection: "asyncpg.Connection[asyncpg.Record]") -> int:
    """How many records the city has."""
    return int(await connection.fetchval("select count(*) from offline_verification"))


async def findings(operator: Client) -> dict[str, int]:
    """What is open, by kind, and of how many records."""
    items = (await operator.get("/v1/findings")).json()["items"]
    return {item["kind"]: item["records"] for item in items}


async def test_what_a_reader_accepted_alone_stands_in_the_holders_list(
    resident: Client, device: Device, credential: Credential
) -> None:
    code = credential.show(LIBRARY)
    device.note(code)
    device.note(code, "replayed", at=time.time() + 1)
    assert await device.hand_in() == 2
    refused, accepted = await listed(resident)
    assert (accepted["result"], accepted["offline"], accepted["attributes"]) == (
        "accepted", True, {"is-adult": True},
    )  # fmt: skip
    assert (refused["reason"], refused["offline"], refused["attributes"]) == ("replayed", True, {})
    assert accepted["venue"]["id"] == device.venue


async def test_sent_again_it_is_answered_as_before_and_kept_once(
    device: Device, credential: Credential, connection: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    device.note(credential.show(LIBRARY))
    body = device.body()
    answers = [await device.send(body) for _ in range(3)]
    assert [answer.json() for answer in answers] == [{"sequence": 1}] * 3
    assert await count(connection) == 1


async def test_the_same_body_many_times_at_once_is_kept_once(
    device: Device, credential: Credential, connection: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    for n in range(20):
        device.note(credential.show(LIBRARY, n + 1, time.time() - 15 * n))
    body = device.body()
    answers = await asyncio.gather(*(device.send(body) for _ in range(12)))
    assert {answer.status_code for answer in answers} == {200}
    assert await count(connection) == 20


async def test_records_after_a_gap_are_refused_and_the_city_says_from_where_to_go_on(
    device: Device, credential: Credential
) -> None:
    device.note(credential.show(LIBRARY))
    await device.hand_in()
    device.note(credential.show(LIBRARY, 2))
    body = device.body()
    refused = await device.send(body | {"after": 5})
    assert (refused.status_code, kind(refused), refused.json()["sequence"]) == (409, "evidence-gap", 1)
    assert (await device.client.get("/v1/evidence/head")).json()["sequence"] == 1
    assert (await device.send(body)).json() == {"sequence": 2}


async def test_a_chain_that_contradicts_what_was_handed_in_is_forked(
    operator: Client, device: Device, credential: Credential
) -> None:
    device.note(credential.show(LIBRARY))
    await device.hand_in()
    device.link = bytes(32)
    device.note(credential.show(LIBRARY, 2))
    refused = await device.send(device.body())
    assert (refused.status_code, kind(refused)) == (409, "evidence-forked")
    assert await findings(operator) == {"forked": 1}


@pytest.mark.parametrize("claims", [{"sequence": 2}, {"sub": "01a210b7-e73b-72f3-8d61-3c6f3b1c9c11"},
                                    {"aud": "yima-reader"}, {"iat": 1}, {"more": 1}])  # fmt: skip
async def test_a_proof_that_says_something_else_is_refused(
    device: Device, credential: Credential, claims: dict[str, object]
) -> None:
    device.note(credential.show(LIBRARY))
    refused = await device.send(device.body(**claims))
    assert (refused.status_code, kind(refused)) == (401, "evidence-refused")


async def test_a_record_changed_on_the_way_or_another_readers_proof_is_refused(
    device: Device, credential: Credential, connection: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    device.note(credential.show(LIBRARY))
    body = device.body()
    changed = body | {"records": [body["records"][0] | {"verdict": "revoked"}]}
    assert kind(await device.send(changed)) == "evidence-forked"
    claims = jwt.decode(body["proof"], options={"verify_signature": False})
    forged = body | {"proof": jwt.encode(claims, Ed25519PrivateKey.generate(), "EdDSA")}
    assert kind(await device.send(forged)) == "evidence-refused"
    assert await count(connection) == 0


async def test_codes_that_nobody_signed_are_no_evidence_but_an_operator_hears_of_them(
    operator: Client, resident: Client, device: Device, credential: Credential
) -> None:
    device.note(credential.show(LIBRARY)[:-3] + "AAA")
    device.note(credential.show(LIBRARY, secret=bytes(64)))
    device.note("nonsense")
    device.note(write_text(bytes(195)))
    device.note(credential.show(LIBRARY, 9))
    assert await device.hand_in() == 5
    assert await findings(operator) == {"forged": 4}
    assert len(await listed(resident)) == 1


async def test_records_of_another_time_than_their_codes_are_doubtful(
    operator: Client, device: Device, credential: Credential
) -> None:
    now = time.time()
    device.note(credential.show(LIBRARY, 1, now - 3600), at=now)
    device.note(credential.show(LIBRARY, 2, now - WEEK - 60), at=now - WEEK - 60)
    device.note(credential.show(LIBRARY, 3, now), at=now + 86_400)
    device.note(credential.show(LIBRARY, 4, now - 3600), "expired", at=now)
    assert await device.hand_in() == 4
    assert await findings(operator) == {"late": 3}


async def test_a_live_code_that_a_reader_accepted_alone_is_evidence_too(
    resident: Client, device: Device
) -> None:
    live = (await resident.post("/v1/city-codes", json={"scene": "library"})).json()["code"]
    device.note(live)
    await device.hand_in()
    (one,) = await listed(resident)
    assert (one["result"], one["offline"], one["attributes"]) == ("accepted", True, {})


async def test_a_new_key_begins_a_chain_of_its_own(
    app: object, new_device: NewDevice, credential: Credential
) -> None:
    first = await new_device()
    first.note(credential.show(LIBRARY))
    assert await first.hand_in() == 1
    second = await new_device(venue=first.venue)
    assert (await second.client.get("/v1/evidence/head")).json() == {"sequence": 0, "link": "A" * 43}
    second.note(credential.show(LIBRARY, 2))
    assert await second.hand_in() == 1


async def test_bodies_have_limits_and_residents_hand_in_nothing(resident: Client, device: Device) -> None:
    assert (await device.send({"after": 0, "records": [], "proof": "x"})).status_code == 422
    for _ in range(1001):
        device.note("x")
    assert (await device.send(device.body())).status_code == 422
    assert (await resident.get("/v1/evidence/head")).status_code == 401
    too_large = await device.client.post("/v1/evidence", content=b"[" + b" " * 1_000_001)
    assert too_large.status_code == 413
