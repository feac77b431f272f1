"""From a draft to a decision, over HTTP, in an empty city and beside a million applications.

A lifecycle is five requests: create, save, submit, accept, approve; the last writes a record, a message, two
lines of history and of the audit. Its cost is CPU of the API process and of PostgreSQL together. The clerk's
queue is read beside it. `STORED=…` sets how many applications there are.
"""

import asyncio
import os
import statistics
import time
import uuid
from collections.abc import Sequence
from typing import Any, NamedTuple

import asyncpg
import httpx
import msgspec
import psutil

from tests.bench import city as cities
from tests.bench import stored
from tests.bench.city import Bearer, City

TARGET = 1.3
STORED = 1_000_000
SERVICE, DEPARTMENT = "pension-authentication", "human-resources"
ANSWERS = {"who": "self", "travel": True, "contact_phone": "13800000001", "declaration": True}
APPLICANTS = 400
AT_ONCE = 4
LIFECYCLES = 160
ROUNDS = 5
# What was just stored is still being written out while the first rounds run.
WARM_UP = 2
PAGES = 200
MILLI = 1_000


class Applying(msgspec.Struct):
    """What a bench says, as one JSON object; milliseconds of CPU and of waiting for one lifecycle."""

    name: str
    ratio: float
    milliseconds_cpu: float
    milliseconds_cpu_empty: float
    per_second: float
    per_second_empty: float
    p95_milliseconds: float
    p95_milliseconds_empty: float
    stored: int


class Queue(msgspec.Struct):
    """How long a clerk waits for a page of the queue and for the counts, in milliseconds."""

    name: str
    p95_milliseconds: float
    p95_milliseconds_empty: float
    counts_milliseconds: float
    stored: int


class Round(NamedTuple):
    """One round: CPU seconds and seconds of each lifecycle, and how many a second."""

    cpu: float
    waits: list[float]
    per_second: float


class Size(NamedTuple):
    """What was measured in a city of one size."""

    rounds: list[Round]
    pages: list[float]
    counts: list[float]


async def measure(city: City) -> list[msgspec.Struct]:
    """Both sizes, one after the other."""
    count = int(os.environ.get("STORED", STORED))
    clerk, applicants = city.residents[0], city.residents[1 : APPLICANTS + 1]
    connection = await asyncpg.connect(city.servers.database_url)
    try:
        await stored.settle(connection, [one.number for one in applicants], clerk.number, DEPARTMENT)
        empty = await _measure(city, clerk, applicants)
        await stored.store(connection, count)
        large = await _measure(city, clerk, applicants)
    finally:
        await connection.close()
    return [_tell(empty, large, count), _tell_queue(empty, large, count)]


async def _measure(city: City, clerk: Bearer, applicants: Sequence[Bearer]) -> Size:
    with cities.serve(city) as (process, port):
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
            rounds = [await _run(city, process, client, clerk, applicants) for _ in range(WARM_UP + ROUNDS)]
            pages = [await _wait(client, clerk, "/v1/desk/applications?limit=20") for _ in range(PAGES)]
            pages += [await _wait(client, clerk, "/v1/desk/applications?sort=due") for _ in range(PAGES)]
            counts = [await _wait(client, clerk, "/v1/desk/counts") for _ in range(PAGES // 10)]
    return Size(rounds[WARM_UP:], pages, counts)


async def _run(
    city: City,
    process: psutil.Process,
    client: httpx.AsyncClient,
    clerk: Bearer,
    applicants: Sequence[Bearer],
) -> Round:
    waits: list[float] = []
    waiting = iter(range(LIFECYCLES))
    offset = uuid.uuid4().int % len(applicants)

    async def work() -> None:
        for n in waiting:
            began = time.perf_counter()
            await _live(client, clerk, applicants[(offset + n) % len(applicants)])
            waits.append(time.perf_counter() - began)

    before, began = cities.cpu(process) + cities.database_cpu(city), time.perf_counter()
    await asyncio.gather(*(work() for _ in range(AT_ONCE)))
    seconds = time.perf_counter() - began
    cpu = cities.cpu(process) + cities.database_cpu(city) - before
    return Round(cpu / LIFECYCLES, waits, LIFECYCLES / seconds)


async def _live(client: httpx.AsyncClient, clerk: Bearer, applicant: Bearer) -> None:
    """One application, from nothing to its certificate."""
    made = await _ask(client, applicant, "POST", "/v1/applications", {"service": SERVICE}, 201)
    path, desk = f"/v1/applications/{made['id']}", f"/v1/desk/applications/{made['id']}"
    given = {"version": made["version"], "answers": ANSWERS}
    at = await _ask(client, applicant, "PUT", f"{path}/answers", given)
    for person, step in (
        (applicant, f"{path}/submission"),
        (clerk, f"{desk}/acceptance"),
        (clerk, f"{desk}/approval"),
    ):
        at = await _ask(client, person, "POST", step, {"version": at["version"]})
    if at["state"] != "delivered":
        raise SystemExit(f"an application ended as {at['state']}")


async def _ask(
    client: httpx.AsyncClient, person: Bearer, method: str, path: str, body: Any, status: int = 200
) -> Any:
    headers = {"authorization": f"Bearer {person.token}", "idempotency-key": uuid.uuid4().hex}
    answer = await client.request(method, path, json=body, headers=headers)
    if answer.status_code != status:
        raise SystemExit(f"{method} {path}: {answer.status_code} {answer.text[:400]}")
    return answer.json()


async def _wait(client: httpx.AsyncClient, clerk: Bearer, path: str) -> float:
    began = time.perf_counter()
    answer = await client.get(path, headers={"authorization": f"Bearer {clerk.token}"})
    if answer.status_code != 200:
        raise SystemExit(f"{path}: {answer.status_code} {answer.text[:400]}")
    return time.perf_counter() - began


def _tell(empty: Size, large: Size, count: int) -> Applying:
    cost, cost_empty = (statistics.median(one.cpu for one in size.rounds) * MILLI for size in (large, empty))
    speed, speed_empty = (statistics.median(one.per_second for one in size.rounds) for size in (large, empty))
    p95, p95_empty = (_p95([wait for one in size.rounds for wait in one.waits]) for size in (large, empty))
    found = Applying(
        "application", round(cost / cost_empty, 3), round(cost, 2), round(cost_empty, 2),
        round(speed, 1), round(speed_empty, 1), p95, p95_empty, count,
    )  # fmt: skip
    print(
        f"{found.name:16} {found.ratio:6.3f} (≤ {TARGET})  {found.milliseconds_cpu} ms of CPU a lifecycle,"
        f" empty {found.milliseconds_cpu_empty} ms;  {found.per_second}/s, empty {found.per_second_empty}/s;"
        f"  p95 {p95} ms, empty {p95_empty} ms;  {count} stored"
    )
    return found


def _tell_queue(empty: Size, large: Size, count: int) -> Queue:
    counts = round(statistics.median(large.counts) * MILLI, 2)
    found = Queue("desk-queue", _p95(large.pages), _p95(empty.pages), counts, count)
    print(
        f"{found.name:16} p95 {found.p95_milliseconds} ms a page, empty {found.p95_milliseconds_empty} ms;"
        f"  counts {counts} ms;  {count} stored"
    )
    return found


def _p95(seconds: list[float]) -> float:
    return round(sorted(seconds)[len(seconds) * 95 // 100] * MILLI, 2)
