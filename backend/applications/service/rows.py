"""Applications as they are read: the row, and what happened last, in one question."""

import uuid

import asyncpg
import msgspec

from backend.core import db
from backend.core.batches import Connection
from backend.core.problems import NotFound

# The events that made the row's version tell whether a step that is asked for was taken already.
LATEST = """
select application.*, array(
    select event from application_event as event
    where event.application = application.id and event.version = application.version
) as latest
from application where id = $1
"""
OWN = f"{LATEST} and account = $2"
SUBMITTED = f"{LATEST} and state <> 'draft'"
# With all that a page shows of it.
WHOLE = """
select application.*, array(
    select event from application_event as event
    where event.application = application.id order by event.version, event.id
) as events, array(
    select upload from upload where upload.application = application.id and removed_at is null order by id
) as uploads, array(
    select event from application_event as event
    where event.application = application.id and event.version = application.version
) as latest
from application where id = $1
"""
WHOLE_OWN = f"{WHOLE} and account = $2"
WHOLE_SUBMITTED = f"{WHOLE} and state <> 'draft'"


async def fetch(sql: str, *values: uuid.UUID) -> asyncpg.Record | None:
    """The row that `sql` finds, on the open transaction's connection or one of its own."""
    async with db.connection() as connection:
        return await connection.fetchrow(sql, *values)


async def lock(connection: Connection, application: uuid.UUID, account: uuid.UUID) -> asyncpg.Record | None:
    """The applicant's own row, held until the transaction ends, with its files."""
    held = await connection.fetchval(
        "select true from application where id = $1 and account = $2 for no key update", application, account
    )
    return await connection.fetchrow(WHOLE_OWN, application, account) if held else None


def find_upload(row: asyncpg.Record, upload: uuid.UUID) -> asyncpg.Record:
    """The file among those of a whole row; NotFound."""
    found: asyncpg.Record | None = next((file for file in row["uploads"] if file["id"] == upload), None)
    if found is None:
        raise NotFound
    return found


class Wanted(msgspec.Struct, frozen=True):
    """The fields and materials that an open correction is about; none of either means all."""

    fields: list[str] = []
    materials: list[str] = []

    @property
    def everything(self) -> bool:
        """Whether the correction names nothing, so that everything may be changed."""
        return not (self.fields or self.materials)


def read_wanted(row: asyncpg.Record) -> Wanted:
    """What an open correction is about."""
    return Wanted() if row["wants"] is None else msgspec.json.decode(row["wants"], type=Wanted)
