"""Codes under keys that changed, and readers with tokens that are over."""

import base64
import json
import uuid
from datetime import timedelta

import asyncpg
import httpx
import time_machine

from backend.city_codes.rules.live_codes import LiveCode, header_segment, read_cid_text, write_code
from backend.core import clock, keys
from tests.backend.city_codes.conftest import AddReader
from tests.backend.city_codes.showing import code_issued, show, verdict

Client = httpx.AsyncClient


async def test_a_reader_needs_a_token_that_is_in_time(
    resident: Client, reader: Client, add_reader: AddReader
) -> None:
    code = await show(resident)
    used = await add_reader()
    assert await verdict(used, await show(resident)) == "accepted"
    with time_machine.travel(clock.now() + timedelta(seconds=901)):
        late = code_issued(resident, 0)
        for gate in (reader, used):
            answer = await gate.post("/v1/verifications", json={"code": late, "attempt": str(uuid.uuid4())})
            assert answer.status_code == 401
            assert answer.headers["www-authenticate"] == "Bearer"
            assert answer.json()["type"] == "/problems/not-signed-in"
    assert await verdict(reader, code) == "accepted"


async def test_a_residents_token_verifies_nothing(resident: Client, client: Client) -> None:
    body = {"code": await show(resident), "attempt": str(uuid.uuid4())}
    for somebody in (resident, client):
        assert (await somebody.post("/v1/verifications", json=body)).status_code == 401
    basic = {"authorization": "Basic eDp5"}
    assert (await client.post("/v1/verifications", json=body, headers=basic)).status_code == 401


async def test_the_token_of_a_replaced_key_stops_at_once(
    resident: Client, reader: Client, connection: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    assert await verdict(reader, await show(resident)) == "accepted"
    await connection.execute("update reader set key = null")
    body = {"code": await show(resident), "attempt": str(uuid.uuid4())}
    assert (await reader.post("/v1/verifications", json=body)).status_code == 401


async def test_codes_outlive_the_rotation_of_their_key_and_not_its_revocation(
    resident: Client, reader: Client
) -> None:
    before = [await show(resident) for _ in range(2)]
    announced = next(key for key in keys.ring().published("city-code") if key.state == "next")
    claims = LiveCode(bytes(16), int(clock.now().timestamp()) + 60, "library")
    assert (
        await verdict(reader, write_code(claims, header_segment(announced.kid), announced.secret))
        == "not-valid"
    )
    old = keys.ring().current("city-code").kid
    assert await keys.rotate("city-code", force=True) == announced.kid
    await keys.ring().refresh()
    after = await show(resident)
    assert after.split(".")[0] == header_segment(announced.kid)
    assert await verdict(reader, before[0]) == "accepted"
    assert await verdict(reader, after) == "accepted"
    await keys.revoke(old)
    await keys.ring().refresh()
    assert await verdict(reader, before[1]) == "not-valid"


async def test_a_key_promoted_elsewhere_is_known_at_the_first_code(resident: Client, reader: Client) -> None:
    announced = next(key for key in keys.ring().published("city-code") if key.state == "next")
    code = code_issued(resident, 0)
    _, body, _ = code.split(".")
    await keys.rotate("city-code", force=True)
    signed = write_code(_claims(body), header_segment(announced.kid), announced.secret)
    assert await verdict(reader, signed) == "accepted"


def _claims(body: str) -> LiveCode:
    said = json.loads(base64.urlsafe_b64decode(body + "=="))
    cid = read_cid_text(said["cid"])
    assert cid is not None
    return LiveCode(cid, said["exp"], said["s"])
