"""When everybody is looked at: each night at two, when a rule changes, and when one is switched on.

Whoever wants a sweep leaves a row; a worker takes it. A worker that dies leaves the row to the next one, and
what it had not committed was never there.
"""

import uuid
from collections.abc import Collection
from datetime import datetime, time, timedelta

import asyncpg
import structlog

from backend.core import clock, db
from backend.core.ids import new_id
from backend.reminders.service.catalogue import digest
from backend.reminders.service.live import live
from backend.reminders.service.reviving import revive
from backend.reminders.service.sweeping import sweep

NIGHTLY = time(2, tzinfo=clock.SHANGHAI)
AGAIN_AFTER = timedelta(minutes=15)

# One that waits already is not asked for twice; one that runs may have begun before what is new.
ASK = """
insert into sweep (id, scenario, asked_at) select id, scenario, $3
from unnest($1::uuid[], $2::text[]) as asked (id, scenario)
where not exists (
    select from sweep as waiting where waiting.scenario = asked.scenario and waiting.started_at is null)
"""
# $1 who is live, $2 as which digest, $3 the night's hour, $4 when a failed one is tried again, $5 now: what a
# clock that was wrong asked for in days to come does not count.
MISSING = """
select asked.scenario from unnest($1::text[], $2::text[]) as asked (scenario, digest)
left join scenario_switch on scenario_switch.scenario = asked.scenario
left join lateral (
    select asked_at, finished_at, error from sweep
    where sweep.scenario = asked.scenario and asked_at <= $5 order by asked_at desc limit 1
) as last on true
where last.asked_at is null or last.asked_at < $3 or scenario_switch.digest is distinct from asked.digest
    or (last.error is not null and last.finished_at < $4)
"""
SEEN = """
insert into scenario_switch (scenario, live, at, digest) select scenario, true, $3, digest
from unnest($1::text[], $2::text[]) as seen (scenario, digest)
on conflict (scenario) do update set digest = excluded.digest
"""
WAITING = "select id, scenario from sweep where finished_at is null order by asked_at limit 200"
LOCK = "select pg_try_advisory_xact_lock(hashtextextended('sweep' || $1, 0))"
STILL = "select true from sweep where id = $1 and finished_at is null"
START = "update sweep set started_at = $2, error = null where id = $1"
FINISH = "update sweep set finished_at = $2, made = $3, error = $4 where id = $1"

events = structlog.get_logger()


async def ask(scenarios: Collection[str]) -> None:
    """Have everybody looked at for these `scenarios`, once the open transaction has committed."""
    async with db.connection() as connection:
        await connection.execute(ASK, [new_id() for _ in scenarios], list(scenarios), clock.now())


async def ask_for_missing() -> int:
    """Ask for each live scenario whose sweep of the day is missing or was of another rule; gives how many."""
    known = {id_: digest(scenario) for id_, scenario in (await live()).items()}
    if not known:
        return 0
    now, names, digests = clock.now(), list(known), list(known.values())
    async with db.transaction(), db.connection() as connection:
        rows = await connection.fetch(MISSING, names, digests, last_night(now), now - AGAIN_AFTER, now)
        missing = [row["scenario"] for row in rows]
        if missing:
            await ask(missing)
            await connection.execute(SEEN, missing, [known[id_] for id_ in missing], now)
    return len(missing)


def last_night(now: datetime) -> datetime:
    """The last time that it was two in the morning in China."""
    local = now.astimezone(clock.SHANGHAI)
    night = datetime.combine(local.date(), NIGHTLY)
    return night if night <= now else night - timedelta(days=1)


async def run_waiting() -> int:
    """Run every sweep that was asked for and that no other worker runs; gives how many."""
    async with db.connection() as connection:
        rows = await connection.fetch(WAITING)
    return sum([await _run(row) for row in rows])


async def _run(row: asyncpg.Record) -> bool:
    try:
        return await _sweep(row["id"], row["scenario"])
    except Exception as error:  # noqa: BLE001 - one rule's fault keeps no other from being looked at
        events.error("reminders.sweep_failed", scenario=row["scenario"], exc_info=error)
        async with db.pool().acquire() as connection:
            await connection.execute(FINISH, row["id"], clock.now(), None, type(error).__name__)
        return False


async def _sweep(id_: uuid.UUID, name: str) -> bool:
    async with db.transaction(), db.connection() as connection:
        if not await connection.fetchval(LOCK, name) or not await connection.fetchval(STILL, id_):
            return False
        async with db.pool().acquire() as beside:
            await beside.execute(START, id_, clock.now())
        scenario = (await live()).get(name)
        made = 0
        if scenario is not None:
            made = await sweep(name, scenario, clock.today())
            made += await revive(name, scenario, clock.today())
        await connection.execute(FINISH, id_, clock.now(), made, None)
    events.info("reminders.swept", scenario=name, made=made)
    return True
