"""Sweeps over everybody beside the same rows written by hand, and a new policy matched with everybody."""

import asyncio
import gc
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from typing import Any

import msgspec
import psutil

from backend.core import db, sealing
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
    """All scenarios over half of the people and over all, and the same rows by hand."""
    half = await _sweep_all(PEOPLE // 2, by_hand=False)
    whole = await _sweep_all(PEOPLE, by_hand=True)
    swept = Swept(
        "sweep",
        round(whole["ours"] / whole["by_hand"], 3),
        round(whole["ours"] / half["ours"], 3),
        round(whole["ours"], 1),
        round(whole["by_hand"], 1),
        round(half["ours"], 1),
        PEOPLE,
        int(whole["records"]),
        int(whole["made"]),
        len(STATEMENTS),
        round(whole["grown"], 1),
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
    async with _city(PEOPLE) as (connection, _):
        taken, made = [], 0
        for id_, policy in policies().items():
            begun = time.perf_counter()
            made += await sweep(id_, policy_scenario(policy), TODAY)
            taken.append(time.perf_counter() - begun)
        assert made == await connection.fetchval("select count(*) from reminder")
    taken.sort()
    found = Matched("policy", round(taken[-1], 2), round(taken[len(taken) // 2], 2), PEOPLE, len(taken), made)
    print(
        f"{found.name:16} {found.seconds:6.2f} s at most (≤ {POLICY_TARGET:.0f}),"
        f" {found.seconds_in_the_middle} s in the middle of {found.policies};"
        f" {found.reminders} reminders, {found.people} people"
    )
    return [found]


@asynccontextmanager
async def _city(people: int) -> AsyncIterator[tuple[Connection, int]]:
    with temporary_servers() as servers:
        sealing.unlock("b" * 43)
        async with db.connect(servers.database_url):
            await migrate()
            await workdays.fill()
            async with db.pool().acquire() as connection:
                filled = await fill(connection, people)
                await connection.execute("reset session_replication_role; reset synchronous_commit")
                await connection.execute(ROOM.replace("local ", ""))
                yield connection, filled.records


async def _sweep_all(people: int, *, by_hand: bool) -> dict[str, float]:
    """Seconds, one scenario after the other; each on the next day on which it has something to say."""
    total: dict[str, float] = {"ours": 0, "by_hand": 0, "made": 0}
    process = psutil.Process()
    async with _city(people) as (connection, records):
        gc.collect()
        before = process.memory_info().rss
        for id_, scenario in scenarios().items():
            day = _next_day(scenario)
            await connection.execute(EMPTY)
            begun = time.perf_counter()
            made = await sweep(id_, scenario, day)
            ours = time.perf_counter() - begun
            total["ours"] += ours
            total["made"] += made
            if by_hand:
                rows = await connection.fetchrow(SUM)
                seconds = await _write_by_hand(connection, id_, scenario, day)
                total["by_hand"] += seconds
                same = tuple(await connection.fetchrow(SUM)) == tuple(rows)
                print(
                    f"  {id_:32} {made:8} {ours:7.2f} s {seconds:7.2f} s{'' if same else '  OTHER ROWS'}",
                    flush=True,
                )
                if not same:
                    total["other"] = total.get("other", 0) + 1
        grown = (process.memory_info().rss - before) / 1e6
    if total.get("other"):
        raise SystemExit("By hand there are other rows.")
    return total | {"grown": grown, "records": records}


def _next_day(scenario: Scenario) -> date:
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
