"""A department hands in the population, against a bare COPY of the rows that it becomes."""

import gc
import time
import uuid
from collections.abc import AsyncIterator

import asyncpg
import msgspec

from backend.core import ids
from backend.core.actors import Department
from backend.core.batches import Connection
from backend.people.rules.id_numbers import check_character
from backend.registers import service
from tests.bench.bare import Round, cpu, tell
from tests.bench.city import City

TARGET = 0.25
ROWS = 100_000
ROUNDS = 4
CHUNK_BYTES = 64 * 1024

LIKE = """
create table record_like (like record including all);
create table subject_like (like subject including all)
"""


class Intake(msgspec.Struct):
    """What a bench says, as one JSON object: CPU of this process and PostgreSQL's for each row."""

    name: str
    ratio: float
    microseconds: float
    microseconds_bare: float
    microseconds_again: float
    rows_per_second: int


async def measure(city: City) -> list[Intake]:
    """New people in each round, every one a subject and a record with name, address and phone sealed."""
    connection = await asyncpg.connect(city.servers.database_url)
    department = Department(
        department="public-security", key=ids.new_id(), rows_a_day=10**8, calls_a_day=10**6
    )
    try:
        await connection.execute(LIKE)
        rounds = [await _measure(city, connection, department, n) for n in range(ROUNDS + 1)]
    finally:
        await connection.close()
    return [Intake("intake", *tell("intake", TARGET, "row", "sent again unchanged", rounds[1:]))]


def _write(number: int) -> bytes:
    rows = []
    for n in range(ROWS):
        year, rest = 1940 + n % 80, number * (ROWS // 80) + n // 80
        month, day, order = 1 + rest % 12, 1 + rest // 12 % 28, rest // 336
        digits = f"131099{year}{month:02}{day:02}{order:03}"
        rows.append(
            {
                "external_id": f"p-{number}-{n}",
                "subject": digits + check_character(digits),
                "as_of": "2026-11-01T08:00:00+08:00",
                "name": "王建国",
                "sex": "male",
                "birth_date": f"{year}-{month:02}-{day:02}",
                "ethnicity": "汉族",
                "hukou_division": "131003001001",
                "home_division": "131003001002",
                "address": f"新开路街道第一社区 {n} 号楼 2 单元 301",
                "phone": f"138{n:08}",
            }
        )
    return b"".join(msgspec.json.encode(row) + b"\n" for row in rows)


async def _chunks(body: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(body), CHUNK_BYTES):
        yield body[start : start + CHUNK_BYTES]


async def _take(city: City, department: Department, body: bytes) -> uuid.UUID:
    sent = service.Sent("application/x-ndjson", "", _chunks(body))
    answer = await service.take_in(department, "population", sent, uuid.uuid4().hex, city.settings)
    return answer.batch


async def _measure(city: City, connection: Connection, department: Department, number: int) -> Round:
    body = _write(number)
    known = await connection.fetchval("select count(*) from subject")
    gc.freeze()
    began, clock = cpu(city), time.perf_counter()
    batch = await _take(city, department, body)
    whole, seconds = cpu(city) - began, time.perf_counter() - clock
    if await connection.fetchval("select count(*) from subject") != known + ROWS:
        raise SystemExit("the rows are not about new people")
    records = await _read(connection, "record", "batch = $1", batch)
    subjects = await _read(
        connection, "subject", "id in (select subject from record where batch = $1)", batch
    )
    began = cpu(city)
    await connection.copy_records_to_table("subject_like", records=subjects)
    await connection.copy_records_to_table("record_like", records=records)
    bare = cpu(city) - began
    began = cpu(city)
    await _take(city, department, body)
    return Round(whole / ROWS, bare / ROWS, (cpu(city) - began) / ROWS, ROWS / seconds)


async def _read(
    connection: Connection, table: str, condition: str, batch: uuid.UUID
) -> list[tuple[object, ...]]:
    rows = await connection.fetch(f"select * from {table} where {condition} order by id", batch)
    if len(rows) != ROWS:
        raise SystemExit(f"{len(rows)} of {ROWS} rows arrived in {table}")
    return [tuple(row) for row in rows]
