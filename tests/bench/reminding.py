"""Sweeps over everybody beside the same rows written by hand, and a new policy matched with everybody."""

import asyncio
import gc
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from typing import Any, NamedTuple

import asyncpg
import msgspec
import psutil

from backend.core import db
from backend.core.batches import Connection
from backend.core.embedded import temporary_servers
from backend.migrations.run import migrate
from backend.reminders.rules.occasions import is_bound
from backend.reminders.rules.triggers import Birthday
from backend.reminders.schemas.scenario import Scenario
from backend.reminders.service.catalogue import policies, policy_scenario, scenarios
from backend.reminders.service.hitting import find_hits
from backend.reminders.service.sweeping import ROOM, sweep
from backend.workdays import service as workdays
from tests.bench.by_hand import STATEMENTS
from tests.bench.registered import fill

PEOPLE = 1_000_000
TODAY = date(2026, 11, 25)
RATIO_TARGET, GROWTH_TARGET, POLICY_TARGET, GROWN_MEGABYTES_MAX = 1.5, 2.2, 60.0, 20
SECONDS_MAX = 600

EMPTY = "truncate reminder"
SUM = """
select count(*), sum(hashtextextended(concat_ws('/', person, record, firm, due_on, step, remind_on), 0))
from reminder
"""


class Swept(msgspec.Struct):
    """Seconds for all scenarios, ours and by hand, with so many people and with half of them."""

    name: str
    ratio: float
    growth: float
    seconds: float
    seconds_by_hand: float
    seconds_for_half: float
    people: int
    records: int
    reminders: int
    scenarios: int
    megabytes_grown: float


class Matched(msgspec.Struct):
    """Seconds until everybody whom one new policy reaches has a reminder, at most and in the middle."""

    name: str
    seconds: float
    seconds_in_the_middle: float
    people: int
    policies: int
    reminders: int


async def compare() -> list[Swept]:
    """All scenarios over half of the people, over all of them, and the same rows by hand: always in turns."""
    async with _city(PEOPLE // 2) as half, _city(PEOPLE) as whole:
        days = {id_: _next_day(one) for id_, one in scenarios().items()}
        gc.collect()
        before = psutil.Process().memory_info().rss
        taken = [await _sweep_each(id_, day, half, whole) for id_, day in days.items()]
        grown = (psutil.Process().memory_info().rss - before) / 1e6
    other = [one.scenario for one in taken if not one.same]
    if other:
        raise SystemExit(f"By hand there are other rows: {', '.join(other)}.")
    half_seconds, seconds, by_hand = (
        sum(getattr(one, name) for one in taken) for name in ("half", "ours", "by_hand")
    )
    swept = Swept(
        name="sweep",
        ratio=round(seconds / by_hand, 3),
        growth=round(seconds / half_seconds, 3),
        seconds=round(seconds, 1),
        seconds_by_hand=round(by_hand, 1),
        seconds_for_half=round(half_seconds, 1),
        people=PEOPLE,
        records=whole.records,
        reminders=sum(one.made for one in taken),
        scenarios=len(taken),
        megabytes_grown=round(grown, 1),
    )
    print(
        f"{swept.name:16} {swept.ratio:6.3f} (≤ {RATIO_TARGET})  {swept.seconds:.0f} s, by hand"
        f" {swept.seconds_by_hand:.0f} s; half the people {swept.seconds_for_half:.0f} s:"
        f" growth {swept.growth:.2f} (≤ {GROWTH_TARGET});"
        f" {swept.reminders} reminders of {swept.scenarios} scenarios, {swept.records} records;"
        f" our process grew by {swept.megabytes_grown} MB (≤ {GROWN_MEGABYTES_MAX})"
    )
    return [swept]


async def match() -> list[Matched]:
    """Each policy of the content, as if it landed now, over everybody."""
    async with _city(PEOPLE) as city:
        taken, made = [], 0
        for id_, policy in policies().items():
            seconds, rows = await _sweep(city, id_, policy_scenario(policy), TODAY)
            taken.append(seconds)
            made += rows
    taken.sort()
    found = Matched("policy", round(taken[-1], 2), round(taken[len(taken) // 2], 2), PEOPLE, len(taken), made)
    print(
        f"{found.name:16} {found.seconds:6.2f} s at most (≤ {POLICY_TARGET:.0f}),"
        f" {found.seconds_in_the_middle} s in the middle of {found.policies};"
        f" {found.reminders} reminders, {found.people} people"
    )
    return [found]


class _Filled(NamedTuple):
    """A city in servers of its own, and a connection to it that has room to sort."""

    pool: "asyncpg.Pool[asyncpg.Record]"
    connection: Connection
    records: int


class _Taken(NamedTuple):
    """Seconds of one scenario: half of the people, all, all by hand; and whether the rows are the same."""

    scenario: str
    made: int
    half: float
    ours: float
    by_hand: float
    same: bool


@asynccontextmanager
async def _city(people: int) -> AsyncIterator[_Filled]:
    db.DB.pool = None  # each city has its own
    with temporary_servers() as servers:
        async with db.connect(servers.database_url):
            pool = db.pool()
            await migrate()
            await workdays.fill()
            async with db.pool().acquire() as connection:
                filled = await fill(connection, people)
                await connection.execute("reset session_replication_role; reset synchronous_commit")
                await connection.execute(ROOM.replace("local ", ""))
                yield _Filled(pool, connection, filled.records)
            db.DB.pool = pool


async def _sweep_each(id_: str, day: date, half: _Filled, whole: _Filled) -> _Taken:
    """One scenario, in all three ways."""
    scenario = scenarios()[id_]
    half_seconds, _ = await _sweep(half, id_, scenario, day)
    seconds, made = await _sweep(whole, id_, scenario, day)
    rows = await whole.connection.fetchrow(SUM)
    by_hand = await _write_by_hand(whole.connection, id_, scenario, day)
    same = await whole.connection.fetchrow(SUM) == rows
    print(f"  {id_:32} {made:8}  {half_seconds:6.2f} {seconds:6.2f} {by_hand:6.2f} s", flush=True)
    return _Taken(id_, made, half_seconds, seconds, by_hand, same)


async def _sweep(city: _Filled, id_: str, scenario: Scenario, day: date) -> tuple[float, int]:
    """The seconds of a sweep in one of the cities, and how many reminders it made."""
    db.DB.pool = city.pool
    await city.connection.execute(EMPTY)
    begun = time.perf_counter()
    made = await sweep(id_, scenario, day)
    return time.perf_counter() - begun, made


def _next_day(scenario: Scenario) -> date:
    """The next day on which it has something to say."""
    return next(
        day for day in (TODAY + timedelta(days=later) for later in range(400)) if find_hits(scenario, day)
    )


async def _write_by_hand(connection: Connection, id_: str, scenario: Scenario, day: date) -> float:
    await connection.execute(EMPTY)
    values: list[Any] = [day]
    hits = find_hits(scenario, day)
    if not is_bound(scenario.trigger) or isinstance(scenario.trigger, Birthday):
        values += [hits[0].due_on, hits[0].step, hits[0].remind_on]
    if isinstance(scenario.trigger, Birthday):
        values += [[hit.base for hit in hits], [hit.due_on for hit in hits]]
    begun = time.perf_counter()
    await connection.execute(STATEMENTS[id_], *values, timeout=SECONDS_MAX)
    return time.perf_counter() - begun


if __name__ == "__main__":
    asyncio.run(compare())
