"""Beginning another generation of the field key, and going on until it alone seals."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

import structlog

from backend.core import clock, db, sealing
from backend.core.resealing.walking import Sealed, reseal, walk

ADVISORY_LOCK = 0x59494D53  # "YIMS"
# Processes look for a new generation every second (core.keys.ring).
SETTLE_SECONDS = 5.0
PAUSE_SECONDS = 0.2
CURRENT = "select max(generation) from field_key"
BEGIN = "insert into field_key (generation, begun_at) values ($1, $2) on conflict do nothing"
DONE = "update field_key set done_at = coalesce(done_at, $2) where generation = $1"
UNFINISHED = "select generation from field_key where done_at is null order by generation desc limit 1"
OLDER = """
select exists (
    select from pg_stat_activity
    where datname = current_database() and backend_type = 'client backend' and xact_start < $1
        and pid <> pg_backend_pid()
)
"""

events = structlog.get_logger()


async def learn() -> int:
    """Seal with the newest generation there is from now on; returns which that is."""
    async with db.connection() as connection:
        generation: int = await connection.fetchval(CURRENT) or 1
    sealing.use_generation(generation)
    return generation


async def begin() -> int:
    """Announce a new generation of the field key; returns its number. One that is not done is kept to."""
    async with db.connection() as connection:
        unfinished = await connection.fetchval(UNFINISHED)
        if unfinished is None:
            unfinished = (await connection.fetchval(CURRENT) or 1) + 1
            await connection.execute(BEGIN, unfinished, clock.now())
    await learn()
    events.info("sealing.begun", generation=unfinished)
    return int(unfinished)


async def go_on(columns: Sequence[Sealed], *, settle_seconds: float = SETTLE_SECONDS) -> int | None:
    """Seal every value of `columns` anew that an older generation sealed; returns how many.

    None when nothing was begun, or somebody else is at it. After `settle_seconds` every process seals with
    the new generation.
    """
    async with db.pool().acquire() as holder:
        if not await holder.fetchval("select pg_try_advisory_lock($1)", ADVISORY_LOCK):
            return None
        try:
            return await _go_on(columns, settle_seconds)
        finally:
            await holder.execute("select pg_advisory_unlock($1)", ADVISORY_LOCK)


async def _go_on(columns: Sequence[Sealed], settle_seconds: float) -> int | None:
    async with db.connection() as connection:
        generation = await connection.fetchval(UNFINISHED)
    if generation is None:
        return None
    await learn()
    await asyncio.sleep(settle_seconds)
    async with db.connection() as connection:
        settled_at = await connection.fetchval("select clock_timestamp()")
    _, total = await _pass_through(columns)
    await _wait_for_older(settled_at)
    while True:
        found, resealed = await _pass_through(columns)
        total += resealed
        if not found:
            break
        await asyncio.sleep(PAUSE_SECONDS)
    async with db.connection() as connection:
        await connection.execute(DONE, generation, clock.now())
    events.info("sealing.done", generation=generation, values=total)
    return total


async def _wait_for_older(moment: datetime) -> None:
    """Wait for transactions that began before `moment`: what they sealed is old, and not to be seen yet."""
    async with db.connection() as connection:
        while await connection.fetchval(OLDER, moment):  # noqa: ASYNC110  # other processes are waited for
            await asyncio.sleep(PAUSE_SECONDS)


async def _pass_through(columns: Sequence[Sealed]) -> tuple[int, int]:
    """How many old values there were that open, and how many of them are sealed anew now."""
    found = resealed = 0
    for column in columns:
        async for rows in walk(column):
            done, left = await reseal(column, rows)
            found += done + left
            resealed += done
    return found, resealed


async def count_old(columns: Sequence[Sealed]) -> int:
    """How many values an older generation still seals."""
    total = 0
    for column in columns:
        async for rows in walk(column):
            total += len(rows)
    return total
