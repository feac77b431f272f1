"""Readers as those who run them meet them, before a device comes."""

import asyncpg
import httpx

from tests.backend.places.conftest import Library, key

Client = httpx.AsyncClient


async def test_a_reader_waits_for_its_device_and_its_code_is_shown_once(
    library: Library, connection: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    made = await library.add_reader()
    reader = made["reader"]
    assert (reader["state"], reader["scene"], reader["last_seen_at"]) == ("waiting", "library", None)
    listed = (await library.manager.get(f"/v1/venues/{library.venue['id']}/readers")).json()
    assert listed == {"items": [reader], "next": None}
    stored = await connection.fetch("select reader::text, code_index::text from enrolment_code")
    answers = await connection.fetch("select answer from idempotency")
    assert made["enrolment_code"] not in f"{stored}{answers}"


async def test_a_repeated_request_for_a_reader_shows_the_same_code(library: Library) -> None:
    path, headers = f"/v1/venues/{library.venue['id']}/readers", key()
    body = {"name": "一楼", "scene": "library"}
    first, second = [await library.manager.post(path, json=body, headers=headers) for _ in range(2)]
    assert first.json() == second.json()
    assert first.headers["cache-control"] == "no-store"
    assert len((await library.manager.get(path)).json()["items"]) == 1


async def test_a_reader_has_one_of_its_venues_scenes(library: Library) -> None:
    path = f"/v1/venues/{library.venue['id']}/readers"
    answer = await library.manager.post(path, json={"name": "门", "scene": "bus"}, headers=key())
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/unknown-scene")


async def test_a_venue_holds_a_limited_number_of_readers(
    library: Library, connection: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    await library.add_reader()
    await connection.execute(
        "insert into reader (id, venue, organisation, name, scene, created_at, created_by)"
        " select gen_random_uuid(), venue, organisation, name, scene, created_at, created_by"
        " from reader, generate_series(2, 200)"
    )
    path = f"/v1/venues/{library.venue['id']}/readers"
    answer = await library.manager.post(path, json={"name": "门", "scene": "library"}, headers=key())
    assert (answer.status_code, answer.json()["type"], answer.json()["limit"]) == (
        409, "/problems/limit-reached", 200,
    )  # fmt: skip
