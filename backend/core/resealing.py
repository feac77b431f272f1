"""Another key for what is sealed, while the city runs: every value is sealed anew, bite by bite.

A new generation of the field key is announced in the database; each process seals with it within a second,
and opens values of any generation. Then all sealed columns are walked through. A walk that was killed begins
again and passes over what is done; blind indexes have keys of their own and stay as they are.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any

import asyncpg
import msgspec
import structlog

from backend.core import clock, db, sealing

BITE = 500
ADVISORY_LOCK = 0x59494D53  # "YIMS"
# Processes look for a new generation every second (core.keys.ring).
SETTLE_SECONDS = 5.0
CURRENT = "select max(generation) from field_key"
BEGIN = "insert into field_key (generation, begun_at) values ($1, $2) on conflict do nothing"
DONE = "update field_key set done_at = coalesce(done_at, $2) where generation = $1"
UNFINISHED = "select generation from field_key where done_at is null order by generation desc limit 1"

events = structlog.get_logger()


class Sealed(msgspec.Struct, frozen=True):
    """A column of sealed values: its table, its primary key, and the field that they are sealed for.

    `field` may hold {place}s for columns of the primary key.
    """

    table: str
    column: str
    field: str
    key: tuple[str, ...] = ("id",)


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

    None when nothing was begun, or somebody else is at it. Every process seals with the new generation after
    `settle_seconds`; the walk begins only then, so that one walk is enough.
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
    total = 0
    for column in columns:
        async for rows in _walk(column):
            total += await _reseal_some(column, rows)
    async with db.connection() as connection:
        await connection.execute(DONE, generation, clock.now())
    events.info("sealing.done", generation=generation, values=total)
    return total


async def count_old(columns: Sequence[Sealed]) -> int:
    """How many values an older generation still seals."""
    total = 0
    for column in columns:
        async for rows in _walk(column):
            total += sum(not sealing.is_current(row["value"]) for row in rows)
    return total


async def _walk(column: Sealed) -> AsyncIterator[list[asyncpg.Record]]:
    """The column's values in bites, by primary key."""
    key = ", ".join(column.key)
    after: tuple[Any, ...] = ()
    while True:
        places = ", ".join(f"${n}" for n in range(1, len(after) + 1))
        beyond = f"and ({key}) > ({places})" if after else ""
        sql = (
            f"select {key}, {column.column} as value from {column.table}"  # noqa: S608  # names of our own tables
            f" where {column.column} is not null {beyond} order by {key} limit {BITE}"
        )
        async with db.connection() as connection:
            rows = await connection.fetch(sql, *after)
        if not rows:
            return
        yield rows
        after = tuple(rows[-1][name] for name in column.key)


async def _reseal_some(column: Sealed, rows: list[asyncpg.Record]) -> int:
    """Seal those of `rows` anew that are old; one that changed meanwhile is new already and stays."""
    old = [row for row in rows if not sealing.is_current(row["value"])]
    if not old:
        return 0
    same = " and ".join(f"{name} = ${n}" for n, name in enumerate(column.key, 3))
    sql = f"update {column.table} set {column.column} = $1 where {column.column} = $2 and {same}"  # noqa: S608
    changes = []
    for row in old:
        place = {name: row[name] for name in column.key}
        field = column.field.format(**place)
        text = sealing.unseal(row["value"], field=field)
        changes.append((sealing.seal(text, field=field), row["value"], *place.values()))
    async with db.transaction(), db.connection() as connection:
        await connection.executemany(sql, changes)
    return len(changes)
