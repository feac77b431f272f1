"""A hot route against the constant one: CPU of the API process a request, in rounds that take turns."""

import statistics
import sys
from collections.abc import Callable
from typing import NamedTuple

import msgspec
import psutil

from tests.bench import city as cities
from tests.bench.city import City
from tests.bench.load import Figures

ROUNDS = 6
REQUESTS_A_ROUND = 4_000
CONNECTIONS = 48
MICRO = 1_000_000


class Cost(NamedTuple):
    """One round of one route: microseconds of CPU for each request, and what callers saw."""

    api: float
    database: float
    figures: Figures


class Measured(msgspec.Struct):
    """What a bench says, as one JSON object."""

    name: str
    ratio: float
    microseconds: float
    microseconds_database: float
    microseconds_constant: float
    requests_per_second: int
    p50_milliseconds: float
    p99_milliseconds: float
    memory_megabytes: int


async def compare(
    name: str,
    city: City,
    make: Callable[[int], list[bytes]],
    expected: str,
    target: float | None = None,
    requests: int = REQUESTS_A_ROUND,
) -> Measured:
    """`name` measured; the first round of each warms up and does not count."""
    constant_request = b"GET /constant HTTP/1.1\r\nhost: bench\r\n\r\n"
    route: list[Cost] = []
    constant: list[Cost] = []
    with cities.serve(city) as (api, api_port), cities.serve_constant() as (bare, bare_port):
        for _ in range(ROUNDS + 1):
            asked = [constant_request] * REQUESTS_A_ROUND
            constant.append(await _measure(city, bare, bare_port, asked, "valid"))
            route.append(await _measure(city, api, api_port, make(requests), expected))
        memory = api.memory_info().rss
    found = _summarise(name, route[1:], constant[1:], memory)
    _print(found, target)
    return found


async def _measure(
    city: City, process: psutil.Process, port: int, requests: list[bytes], expected: str
) -> Cost:
    before, database_before = cities.cpu(process), cities.database_cpu(city)
    output = await cities.run(
        sys.executable, "-m", "tests.bench.load", str(port), str(CONNECTIONS), expected,
        input_=msgspec.msgpack.encode(requests),
    )  # fmt: skip
    figures = msgspec.json.decode(output, type=Figures)
    if figures.failed:
        raise SystemExit(f"{figures.failed} of {len(requests)} requests failed: {figures.first_failure}")
    return Cost(
        (cities.cpu(process) - before) / len(requests) * MICRO,
        (cities.database_cpu(city) - database_before) / len(requests) * MICRO,
        figures,
    )


def _summarise(name: str, route: list[Cost], constant: list[Cost], memory: int) -> Measured:
    api = statistics.median(cost.api for cost in route)
    bare = statistics.median(cost.api for cost in constant)
    return Measured(
        name=name,
        ratio=round(bare / api, 3),
        microseconds=round(api, 1),
        microseconds_database=round(statistics.median(cost.database for cost in route), 1),
        microseconds_constant=round(bare, 1),
        requests_per_second=round(
            statistics.median(cost.figures.requests / cost.figures.seconds for cost in route)
        ),
        p50_milliseconds=round(statistics.median(cost.figures.p50 for cost in route), 2),
        p99_milliseconds=round(statistics.median(cost.figures.p99 for cost in route), 2),
        memory_megabytes=memory // 2**20,
    )


def _print(found: Measured, target: float | None) -> None:
    goal = "" if target is None else f" (≥ {target})"
    print(
        f"{found.name:16} {found.ratio:6.3f}{goal}  {found.microseconds:7.1f} µs a request"
        f"  constant {found.microseconds_constant:6.1f} µs  database {found.microseconds_database:6.1f} µs"
        f"  {found.requests_per_second:5d}/s  p50 {found.p50_milliseconds:6.2f} ms"
        f"  p99 {found.p99_milliseconds:6.2f} ms  {found.memory_megabytes} MB"
    )
