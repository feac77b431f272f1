"""Whether verifying costs more in a large city than in an empty one; `SCALE=full` for a whole province.

The large city is the empty one, grown: residents with phones and credentials, and three weeks of records that
the city and its readers made. Costs are CPU of the API process and of PostgreSQL together. The two cities are
measured one after the other, so a machine that was busier for one of them tells nothing: the constant route's
cost in the lines above says whether it was.
"""

import os
import random
from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

import asyncpg
import msgspec

from backend.city_codes.rules.live_codes import LiveCode
from backend.core import clock
from backend.credentials.rules.cids import seal_cid
from backend.credentials.service import day_cipher
from tests.bench import growing, phones
from tests.bench.city import CODE_SECONDS, City
from tests.bench.over_http import verifying
from tests.bench.routes import Measured, compare

TARGET = 1.2
# So many of all residents take part: more than what any cache keeps of the large city by chance.
SAMPLE = 20_000
SEED = 20_261_125

Draw = Callable[[int], list[str]]


class Size(NamedTuple):
    """How many residents a city has, and how many records of verifications."""

    residents: int
    records: int


SIZES = {"small": Size(200_000, 2_000_000), "full": Size(10_000_000, 100_000_000)}


class Scale(msgspec.Struct):
    """What a bench says, as one JSON object; microseconds of the API process and PostgreSQL."""

    name: str
    ratio: float
    microseconds: float
    microseconds_empty: float
    residents: int
    records: int


async def compare_sizes(city: City) -> list[Scale]:
    """Verifying live codes and carried ones, in the empty city and in the grown one."""
    size = SIZES[os.environ.get("SCALE", "small")]
    connection = await asyncpg.connect(city.servers.database_url)
    try:
        everybody = [resident.number for resident in city.residents]
        drawn = await phones.find(connection, everybody)
        empty = [await _measure("live, empty", city, _live(city, everybody))]
        empty.append(await _measure("carried, empty", city, drawn.draw))
        await growing.grow(connection, size.residents, size.records)
        some = random.Random(SEED).sample(range(1, size.residents), SAMPLE)
        drawn = await phones.find(connection, some)
        large = [await _measure("live, large", city, _live(city, some))]
        large.append(await _measure("carried, large", city, drawn.draw))
    finally:
        await connection.close()
    return [
        _tell(name, size, before, after)
        for name, before, after in zip(("scale, live", "scale, carried"), empty, large, strict=True)
    ]


def _live(city: City, numbers: list[int]) -> Draw:
    def draw(codes: int) -> list[str]:
        now = clock.now()
        expires_at = int(now.timestamp()) + CODE_SECONDS
        return [
            city.codes.write(
                LiveCode(
                    seal_cid(numbers[n % len(numbers)], now - timedelta(milliseconds=n), day_cipher),
                    expires_at,
                    "library",
                )
            )
            for n in range(codes)
        ]

    return draw


async def _measure(name: str, city: City, draw: Draw) -> Measured:
    return await compare(name, city, verifying(city, draw), '"accepted"')


def _tell(name: str, size: Size, before: Measured, after: Measured) -> Scale:
    cost, cost_empty = _cost(after), _cost(before)
    found = Scale(
        name, round(cost / cost_empty, 3), round(cost, 1), round(cost_empty, 1), size.residents, size.records
    )
    print(
        f"{name:16} {found.ratio:6.3f} (≤ {TARGET})  {found.microseconds:.1f} µs,"
        f" empty {found.microseconds_empty:.1f} µs;"
        f"  {size.residents} residents, {size.records} records"
    )
    return found


def _cost(measured: Measured) -> float:
    return measured.microseconds + measured.microseconds_database
