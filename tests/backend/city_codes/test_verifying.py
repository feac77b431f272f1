"""A venue's reader verifies a code, once, and learns no more than its scene allows."""

import asyncio
import uuid
from datetime import timedelta

import asyncpg
import httpx
import pytest
import time_machine

from backend.city_codes import service
from backend.city_codes.rules.live_codes import LiveCode, header_segment, write_code
from backend.city_codes.service.settling import REFUSALS_PER_CODE_MAX
from backend.core import clock, keys
from tests.backend.city_codes.conftest import AddReader
from tests.backend.city_codes.showing import code_issued, listed, show, verdict, verify
from tests.conftest import SignIn

Client = httpx.AsyncClient


async def test_a_code_is_accepted_once(resident: Client, reader: Client) -> None:
    code = await show(resident)
    first = await verify(reader, code)
    assert (first["result"], first["reason"]) == ("accepted", None)
    assert len(first["pseudonym"]) == 20
    assert first["attributes"] == {"is-adult": True}
    assert first["prompt"] == {"id": "welcome", "zh-CN": "欢迎光临", "en": "Welcome"}
    second = await verify(reader, code)
    assert (second["result"], second["reason"]) == ("refused", "replayed")
    assert second["pseudonym"] is None
    assert second["attributes"] == {}
    assert second["id"] != first["id"]


async def test_of_many_at_once_one_is_accepted(
    resident: Client, reader: Client, add_reader: AddReader
) -> None:
    code = await show(resident)
    readers = [reader, await add_reader(), await add_reader()]
    verdicts = await asyncio.gather(*(verdict(readers[n % 3], code) for n in range(150)))
    assert sorted(set(verdicts)) == ["accepted", "replayed"]
    assert verdicts.count("accepted") == 1


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (-28_800, "not-yet-valid"),
        (-6, "not-yet-valid"),
        (-4, "accepted"),
        (50, "accepted"),
        (61, "expired"),
        (28_800, "expired"),
    ],
)
async def test_a_code_counts_only_in_its_time(
    resident: Client, reader: Client, seconds: int, expected: str
) -> None:
    assert await verdict(reader, code_issued(resident, seconds)) == expected


async def test_a_screenshot_shown_a_minute_later_is_refused(resident: Client, reader: Client) -> None:
    code = await show(resident)
    with time_machine.travel(clock.now() + timedelta(seconds=61)):
        assert await verdict(reader, code) == "expired"


async def test_a_code_for_another_scene_gives_nothing_away(
    resident: Client, reader: Client, add_reader: AddReader
) -> None:
    code = await show(resident, "bus")
    assert await verdict(reader, code) == "wrong-scene"
    bus = await verify(await add_reader("bus"), code)
    assert bus["attributes"] == {"fare-class": "adult"}
    assert bus["prompt"]["id"] == "board"


async def test_a_pseudonym_stays_at_its_organisation(
    resident: Client, sign_in: SignIn, reader: Client, add_reader: AddReader, operator: Client
) -> None:
    place = (await reader.get("/v1/readers/current")).json()["venue"]["id"]
    beside, elsewhere = await add_reader("library", place), await add_reader()
    other = await sign_in("13800000002", "李淑兰", "131099195707200036")
    at_home = {(await verify(gate, await show(resident)))["pseudonym"] for gate in (reader, beside, reader)}
    away = (await verify(elsewhere, await show(resident)))["pseudonym"]
    assert len(at_home) == 1
    assert away not in at_home
    assert (await verify(reader, await show(other)))["pseudonym"] not in at_home | {away}


async def test_a_suspended_resident_is_revoked_at_once(
    resident: Client, reader: Client, operator: Client
) -> None:
    code, later = await show(resident), await show(resident)
    me = (await resident.get("/v1/me")).json()["id"]
    path = f"/v1/residents/{me}/suspension"
    assert (await operator.put(path, json={"reason": "lost phone"})).status_code == 200
    told = await verify(reader, code)
    assert told["reason"] == "revoked"
    assert told["pseudonym"] is None
    assert (await operator.delete(path)).status_code == 204
    assert await verdict(reader, later) == "accepted"


@pytest.mark.parametrize("what", ["readers", "venues", "organisations"])
async def test_a_suspended_reader_venue_or_organisation_accepts_nothing_at_once(
    resident: Client, reader: Client, operator: Client, what: str
) -> None:
    here = (await reader.get("/v1/readers/current")).json()
    attempt, before = str(uuid.uuid4()), await show(resident)
    assert await verdict(reader, before, attempt) == "accepted"
    path = f"/v1/{what}/{here[what.removesuffix('s')]['id']}/suspension"
    assert (await operator.put(path, json={"reason": "stolen"})).status_code == 200
    code = await show(resident)
    assert await verdict(reader, code) == "reader-suspended"
    assert await verdict(reader, before, attempt) == "reader-suspended"
    assert await verdict(reader, "not a code") == "reader-suspended"
    assert (await operator.delete(path)).status_code == 204
    assert await verdict(reader, code) == "accepted"


async def test_codes_that_are_not_the_citys_are_not_valid(resident: Client, reader: Client) -> None:
    code = await show(resident)
    header, body, signature = code.split(".")
    own = LiveCode(bytes(16), int(clock.now().timestamp()) + 60, "library")
    stolen = keys.ring().current("access-token")
    for text in (
        "x",
        f"{header}.{body}.{'A' * 86}",
        f"{body}.{header}.{signature}",
        write_code(own, header_segment("zzzz"), keys.ring().current("city-code").secret),
        write_code(own, header_segment(stolen.kid), stolen.secret),
        service.desk().codes.write(own),
        resident.headers["authorization"].removeprefix("Bearer ")[:400],
        "\u0000" * 50,
        "\U0001f600" * 50,
    ):
        told = await verify(reader, text)
        assert told["reason"] == "not-valid", text
        assert told["prompt"]["id"] == "not-recognised"
    assert await verdict(reader, code) == "accepted"


async def test_refusals_stand_in_the_holders_list_up_to_a_limit(resident: Client, reader: Client) -> None:
    code = await show(resident)
    await verify(reader, code)
    for _ in range(REFUSALS_PER_CODE_MAX + 5):
        assert await verdict(reader, code) == "replayed"
    items = await listed(resident)
    assert len(items) == REFUSALS_PER_CODE_MAX + 1
    assert {item["reason"] for item in items} == {None, "replayed"}


BAD_BODIES = {
    "nothing": (b"", 400),
    "not JSON": (b"{", 400),
    "not UTF-8": (b'{"code":"\xff","attempt":""}', 400),
    "a list": (b"[]", 422),
    "no attempt": (b'{"code":"x"}', 422),
    "an attempt that is no UUID": (b'{"code":"x","attempt":"1"}', 422),
    "a code that is no text": (b'{"code":1,"attempt":"00000000-0000-4000-8000-000000000000"}', 422),
    "an empty code": (b'{"code":"","attempt":"00000000-0000-4000-8000-000000000000"}', 422),
    "a long code": (b'{"code":"%s","attempt":"00000000-0000-4000-8000-000000000000"}' % (b"x" * 401), 422),
    "an unknown field": (b'{"code":"x","attempt":"00000000-0000-4000-8000-000000000000","x":1}', 422),
    "deep nesting": (b"[" * 2000 + b"]" * 2000, 422),
    "much": (b'{"code":"%s"}' % (b"x" * 70_000), 413),
}


@pytest.mark.parametrize(("body", "status"), BAD_BODIES.values(), ids=BAD_BODIES.keys())
async def test_what_cannot_be_read_is_a_problem(reader: Client, body: bytes, status: int) -> None:
    answer = await reader.post("/v1/verifications", content=body)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert set(answer.json()["message"]) == {"zh-CN", "en"}


async def test_a_code_of_another_day_is_recorded_on_its_own(
    resident: Client, reader: Client, connection: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    code = await show(resident)
    assert await verdict(reader, code) == "accepted"
    row = await connection.fetchrow("select day, at, tableoid::regclass::text as part from verification")
    assert row is not None
    assert row["part"] == f"verification_{row['day']:%Y%m%d}"
