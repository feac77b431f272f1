"""One column of sealed values: finding the old ones, and sealing them anew."""

from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import msgspec
import structlog

from backend.core import db, sealing

BITE = 1_000

# $1: the id of the key that seals now.
WALK = """
select {key}, ctid::text as place, case when substr({column}, 2, 4) <> $1 then {column} end as value
from {table} where {column} is not null {beyond} order by {key} limit {bite}
"""
# A row that somebody holds or has changed is passed over, for nobody to wait; the next walk finds it.
RESEAL = """
with mine as (
    select {table}.ctid as place, fresh.new
    from unnest($1::text[], $2::bytea[], $3::bytea[]) as fresh (place, old, new)
    join {table} on {table}.ctid = fresh.place::tid
    where {column} = fresh.old for no key update of {table} skip locked
)
update {table} set {column} = mine.new from mine where {table}.ctid = mine.place
"""

events = structlog.get_logger()


class Sealed(msgspec.Struct, frozen=True):
    """A column of sealed values: its table, its primary key, and the field that they are sealed for.

    `field` may hold {place}s for columns of the primary key.
    """

    table: str
    column: str
    field: str
    key: tuple[str, ...] = ("id",)

    def sealed_as(self, row: asyncpg.Record) -> str:
        """The field that the value in `row` is sealed for."""
        return self.field.format(**{name: row[name] for name in self.key})


async def walk(column: Sealed) -> AsyncIterator[list[asyncpg.Record]]:
    """The column's old values in bites, by primary key; a bite in which all are new is empty."""
    after: tuple[Any, ...] = ()
    while True:
        sql = _fill(WALK, column, beyond=_beyond(column, len(after)))
        async with db.connection() as connection:
            rows = await connection.fetch(sql, sealing.current_key_id(), *after)
        if not rows:
            return
        yield [row for row in rows if row["value"] is not None]
        after = tuple(rows[-1][name] for name in column.key)


async def reseal(column: Sealed, rows: list[asyncpg.Record]) -> tuple[int, int]:
    """Seal the values in `rows` anew; returns how many are, and how many are left, since somebody is at them.

    One that no key opens is logged and passed over: it keeps nobody from sealing the others anew.
    """
    places, old, fresh = [], [], []
    for row in rows:
        field = column.sealed_as(row)
        try:
            text = sealing.unseal(row["value"], field=field)
        except sealing.SealError as error:
            events.error("sealing.spoilt", table=column.table, column=column.column, why=str(error))
            continue
        places.append(row["place"])
        old.append(row["value"])
        fresh.append(sealing.seal(text, field=field))
    if not fresh:
        return 0, 0
    async with db.connection() as connection:
        told: str = await connection.execute(_fill(RESEAL, column), places, old, fresh)
    done = int(told.rsplit(maxsplit=1)[-1])
    return done, len(fresh) - done


def _beyond(column: Sealed, places: int) -> str:
    if not places:
        return ""
    keys, values = ", ".join(column.key), ", ".join(f"${n}" for n in range(2, 2 + places))
    return f"and ({keys}) > ({values})"


def _fill(sql: str, column: Sealed, **more: str) -> str:
    """`sql` with the names of our own tables and columns in it."""
    return sql.format(table=column.table, column=column.column, key=", ".join(column.key), bite=BITE, **more)
