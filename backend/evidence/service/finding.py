"""Writing down a finding, once."""

import uuid
from datetime import datetime
from typing import NamedTuple

from backend.core import clock
from backend.core.actors import Reader
from backend.core.batches import Connection
from backend.core.ids import new_id

WRITE = """
insert into finding (
    id, kind, key, account, device, reader_one, venue_one, at_one, reader_two, venue_two, at_two, records,
    found_at
) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
on conflict (key) do"""
FIND = f"{WRITE} nothing returning true"
ADD_UP = f"{WRITE} update set records = finding.records + excluded.records"


class Sighting(NamedTuple):
    """Where and when a code was seen."""

    reader: uuid.UUID
    venue: uuid.UUID
    at: datetime


async def find(
    connection: Connection,
    kind: str,
    key: str,
    one: Sighting,
    two: Sighting | None = None,
    *,
    account: uuid.UUID | None = None,
    device: uuid.UUID | None = None,
    records: int = 1,
) -> bool:
    """Write a finding down; False when `key` was found before."""
    other = two or (None, None, None)
    new = await connection.fetchval(
        FIND, new_id(), kind, key, account, device, *one, *other, records, clock.now()
    )
    return bool(new)


async def found_at_reader(
    connection: Connection, kind: str, reader: Reader, venue: uuid.UUID, records: int
) -> None:
    """Write down that what a reader handed in is not right: once a day, and of how many records."""
    now, key = clock.now(), f"{kind}:{reader.key}:{clock.today()}"
    nobody, no_other = (None, None), (None, None, None)
    await connection.execute(
        ADD_UP, new_id(), kind, key, *nobody, reader.reader, venue, now, *no_other, records, now
    )
