"""Carried codes where the city is asked: once in a quarter minute, always forward, never after their end."""

import asyncio
import time
import uuid
from datetime import timedelta
from typing import TypeAlias

import asyncpg
import httpx
import pytest
import time_machine
from nacl.bindings import crypto_sign_seed_keypair

from backend.city_codes.service import forget_uses
from backend.core import clock, keys
from backend.credentials import service as credentials
from backend.credentials.rules.carried_codes import hash_venue
from backend.credentials.rules.jws import decode, encode
from tests import venues
from tests.backend.city_codes.conftest import AddReader
from tests.backend.city_codes.showing import Json, listed, verdict, verify
from tests.backend.credentials import phones
from tests.backend.credentials.phones import Credential

Client = httpx.AsyncClient
Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"

LIBRARY, BUS, COMMUNITY, EVENT = 2, 1, 5, 11


@pytest.fixture
async def credential(resident: Client) -> Credential:
    """One credential of the resident's phone."""
    return (await phones.fetch(resident))[0]


async def test_a_carried_code_is_accepted_once_and_its_holder_sees_by_whom(
    resident: Client, reader: Client, credential: Credential
) -> None:
    code = credential.show(LIBRARY)
    told = await verify(reader, code)
    assert told["result"] == "accepted"
    assert told["attributes"] == {"is-adult": True}
    assert await verdict(reader, code) == "replayed"
    refused, accepted = await listed(resident)
    assert (accepted["result"], accepted["id"]) == ("accepted", told["id"])
    assert (refused["reason"], refused["offline"]) == ("replayed", False)


async def test_live_and_carried_codes_of_a_holder_have_one_pseudonym(
    resident: Client, reader: Client, credential: Credential
) -> None:
    live = await resident.post("/v1/city-codes", json={"scene": "library"})
    first, second = await verify(reader, live.json()["code"]), await verify(reader, credential.show(LIBRARY))
    assert first["pseudonym"] == second["pseudonym"]


async def test_a_repeated_attempt_gets_the_answer_of_the_first_time(
    reader: Client, credential: Credential
) -> None:
    attempt = str(uuid.uuid4())
    code = credential.show(LIBRARY)
    first = await verify(reader, code, attempt)
    assert await verify(reader, code, attempt) == first
    assert await verdict(reader, credential.show(LIBRARY, at=time.time() - 20), attempt) == "replayed"


async def test_a_thousand_readers_at_once_accept_a_code_once(reader: Client, credential: Credential) -> None:
    code = credential.show(LIBRARY)
    verdicts = await asyncio.gather(*(verdict(reader, code) for _ in range(1000)))
    assert verdicts.count("accepted") == 1
    assert set(verdicts) == {"accepted", "replayed"}


async def test_the_counter_must_grow_and_each_quarter_minute_counts_once(
    reader: Client, credential: Credential
) -> None:
    now = time.time() // 15 * 15
    assert await verdict(reader, credential.show(LIBRARY, 5, now - 15)) == "accepted"
    assert await verdict(reader, credential.show(LIBRARY, 6, now - 14)) == "replayed"
    assert await verdict(reader, credential.show(LIBRARY, 6, now)) == "replayed"
    assert await verdict(reader, credential.show(LIBRARY, 4, now)) == "replayed"
    assert await verdict(reader, credential.show(LIBRARY, 7, now)) == "accepted"


async def test_of_many_different_codes_of_one_credential_at_once_one_of_each_counter_counts(
    reader: Client, credential: Credential
) -> None:
    now = time.time() // 15 * 15
    codes = [credential.show(LIBRARY, 5, now - 15 * (n % 3)) for n in range(60)]
    verdicts = await asyncio.gather(*(verdict(reader, code) for code in codes))
    assert verdicts.count("accepted") == 1


@pytest.mark.parametrize(
    ("moved", "expected"),
    [
        (-44, "accepted"),
        (-60, "expired"),
        (-8 * 3600, "expired"),
        (8, "not-yet-valid"),
        (8 * 3600, "not-yet-valid"),
    ],
)
async def test_only_the_moment_counts(
    reader: Client, credential: Credential, moved: int, expected: str
) -> None:
    assert await verdict(reader, credential.show(LIBRARY, at=time.time() + moved)) == expected


async def test_another_scenes_reader_learns_nothing(reader: Client, credential: Credential) -> None:
    told = await verify(reader, credential.show(BUS))
    assert (told["reason"], told["attributes"], told["pseudonym"]) == ("wrong-scene", {}, None)
    assert await verdict(reader, credential.show(250, 2)) == "wrong-scene"


async def test_a_code_bound_to_a_venue_counts_there_alone(
    operator: Client, add_reader: AddReader, credential: Credential
) -> None:
    venue = await venues.open_venue(operator, "community")
    gate = await add_reader("community", venue["id"])
    here, elsewhere = hash_venue(uuid.UUID(venue["id"])), hash_venue(uuid.uuid4())
    assert await verdict(gate, credential.show(COMMUNITY, 1)) == "wrong-venue"
    assert await verdict(gate, credential.show(COMMUNITY, 2, venue=elsewhere)) == "wrong-venue"
    assert await verdict(gate, credential.show(COMMUNITY, 3, venue=here)) == "accepted"


async def test_a_code_bound_to_a_challenge_answers_that_reader_alone(
    operator: Client, add_reader: AddReader, credential: Credential
) -> None:
    venue = await venues.open_venue(operator, "event")
    gate = await add_reader("event", venue["id"])
    here, nonce = hash_venue(uuid.UUID(venue["id"])), b"\x01\x02\x03\x04\x05\x06\x07\x08"

    async def ask(code: str, given: bytes | None) -> str:
        body = {"code": code, "attempt": str(uuid.uuid4()), "nonce": encode(given) if given else None}
        answer: Json = (await gate.post("/v1/verifications", json=body)).json()
        return str(answer["reason"] or answer["result"])

    assert await ask(credential.show(EVENT, 1, venue=here), nonce) == "wrong-venue"
    assert await ask(credential.show(EVENT, 2, venue=here, nonce=nonce), None) == "wrong-venue"
    assert await ask(credential.show(EVENT, 3, venue=here, nonce=nonce), nonce[::-1]) == "wrong-venue"
    assert await ask(credential.show(EVENT, 4, venue=here, nonce=nonce), nonce) == "accepted"


async def test_a_show_signed_by_another_phone_is_not_valid(reader: Client, credential: Credential) -> None:
    _, stranger = crypto_sign_seed_keypair(bytes(32))
    assert await verdict(reader, credential.show(LIBRARY, secret=stranger)) == "not-valid"


async def test_whoever_signs_out_or_is_suspended_has_no_carried_code_any_more(
    resident: Client, operator: Client, reader: Client
) -> None:
    first, second = await phones.fetch(resident)
    account = (await resident.get("/v1/me")).json()["id"]
    path = f"/v1/residents/{account}/suspension"
    assert (await operator.put(path, json={"reason": "遗失手机"})).is_success
    assert await verdict(reader, first.show(LIBRARY)) == "revoked"
    assert (await operator.delete(path)).is_success
    assert await verdict(reader, first.show(LIBRARY, 2)) == "accepted"
    assert (await resident.delete("/v1/sessions/current")).is_success
    assert await verdict(reader, second.show(LIBRARY)) == "revoked"


async def test_a_copied_credential_is_dead_and_the_phones_others_count_online(
    resident: Client, reader: Client, connection: Connection
) -> None:
    copied, other = await phones.fetch(resident)
    batch = await connection.fetchrow("select * from credential_batch")
    assert batch is not None
    async with connection.transaction():
        status = int.from_bytes(copied.credential[19:23])
        await credentials.online_only_from_now(
            connection, batch["device"], "copied", clock.now() + timedelta(days=1)
        )
        await credentials.revoke(connection, [(batch["kid"], status)], "copied", clock.now())
    assert await verdict(reader, copied.show(LIBRARY)) == "revoked"
    assert await verdict(reader, other.show(LIBRARY)) == "accepted"
    refused = await phones.ask(resident, [crypto_sign_seed_keypair(bytes(32))[0]])
    assert (refused.status_code, refused.json()["type"].rsplit("/", 1)[-1]) == (403, "online-only")
    assert refused.json()["until"]


async def test_keys_that_are_announced_or_revoked_sign_no_credential_that_counts(
    reader: Client, resident: Client
) -> None:
    (credential,) = await phones.fetch(resident, 1)
    await keys.revoke(keys.ring().current("credential").kid)
    await keys.ring().refresh()
    assert await verdict(reader, credential.show(LIBRARY)) == "not-valid"
    (fresh,) = await phones.fetch(resident, 1)
    assert await verdict(reader, fresh.show(LIBRARY)) == "accepted"


async def test_a_retired_keys_credentials_live_on(reader: Client, resident: Client) -> None:
    (credential,) = await phones.fetch(resident, 1)
    await keys.rotate("credential", force=True)
    await keys.ring().refresh()
    assert await verdict(reader, credential.show(LIBRARY)) == "accepted"


async def test_a_suspended_reader_gets_no_answer_about_a_carried_code(
    operator: Client, add_reader: AddReader, credential: Credential
) -> None:
    venue = await venues.open_venue(operator, "library")
    gate = await add_reader("library", venue["id"])
    assert (await operator.put(f"/v1/venues/{venue['id']}/suspension", json={"reason": "整修"})).is_success
    told = await verify(gate, credential.show(LIBRARY))
    assert (told["reason"], told["pseudonym"]) == ("reader-suspended", None)


async def test_a_gateway_asks_about_many_codes_at_once(
    resident: Client, reader: Client, credential: Credential
) -> None:
    live = (await resident.post("/v1/city-codes", json={"scene": "library"})).json()["code"]
    spoken = (await resident.post("/v1/city-codes/spoken", json={"scene": "library"})).json()["number"]
    codes = [live, credential.show(LIBRARY), live, "CC2AAA", spoken, "nonsense"]
    body = {"items": [{"code": code, "attempt": str(uuid.uuid4())} for code in codes]}
    answer = await reader.post("/v1/verifications/batch", json=body)
    found = [item["reason"] or item["result"] for item in answer.json()["items"]]
    assert sorted(found[:3:2]) == ["accepted", "replayed"]
    assert [found[1], *found[3:]] == ["accepted", "not-valid", "not-valid", "not-valid"]
    assert (await reader.post("/v1/verifications/batch", json={"items": []})).status_code == 422
    assert (await resident.post("/v1/verifications/batch", json=body)).status_code == 401


async def test_every_bit_of_a_carried_code_counts(reader: Client, credential: Credential) -> None:
    from backend.credentials.rules import base45

    raw = base45.decode(credential.show(LIBRARY)[3:])
    assert raw is not None
    flipped = ["CC2" + base45.encode(raw[:n] + bytes([raw[n] ^ 4]) + raw[n + 1 :]) for n in range(len(raw))]
    verdicts = await asyncio.gather(*(verdict(reader, code) for code in flipped))
    assert set(verdicts) <= {"not-valid", "expired", "not-yet-valid"}
    assert decode(encode(raw)) == raw


async def test_a_credentials_counter_is_kept_as_long_as_it_counts_and_no_longer(
    reader: Client, credential: Credential, connection: Connection
) -> None:
    assert await verdict(reader, credential.show(LIBRARY)) == "accepted"
    with time_machine.travel(clock.now() + timedelta(days=2)):
        assert await forget_uses() == 0
    with time_machine.travel(clock.now() + timedelta(days=3)):
        assert await forget_uses() == 1
    assert await connection.fetchval("select count(*) from credential_use") == 0
