"""Readers: set up, listed, and given a new code."""

import uuid
from datetime import datetime

import msgspec
import structlog

from backend.core import clock, db, idempotency
from backend.core.actors import Resident
from backend.core.ids import new_id
from backend.core.pages import Page, cut_page
from backend.core.sealing import seal, unseal
from backend.places.errors import LimitReached, UnknownScene
from backend.places.rules.names import clean_name
from backend.places.schemas.venues import (
    NewReader,
    Reader,
    ReaderWithCode,
)
from backend.places.service import access
from backend.places.service.codes import make_code_for
from backend.places.service.standing import find_suspensions, view_reader

READERS_MAX = 200
SHOWN_CODE = "idempotency.enrolment_code"

CREATE = """
insert into reader (id, venue, organisation, name, scene, created_at, created_by)
values ($1, $2, $3, $4, $5, $6, $7)
"""
LIST = """
select * from reader where venue = $1 and ($2::uuid is null or id < $2) order by id desc limit $3
"""

events = structlog.get_logger()


class _StoredAnswer(msgspec.Struct):
    """A ReaderWithCode as the table of idempotent answers keeps it, with its code sealed."""

    reader: Reader
    code_sealed: bytes
    expires_at: datetime


async def create_reader(actor: Resident, venue: uuid.UUID, new: NewReader, key: str) -> ReaderWithCode:
    """The reader with its first enrolment code, made once for `key`."""
    name = clean_name(new.name)

    async def work() -> _StoredAnswer:
        async with db.connection() as connection:
            place = await access.find_venue(actor, venue, lock=True)
            if new.scene not in place["scenes"]:
                raise UnknownScene
            if (
                await connection.fetchval("select count(*) from reader where venue = $1", venue)
                >= READERS_MAX
            ):
                raise LimitReached(limit=READERS_MAX)
            id_ = new_id()
            await connection.execute(
                CREATE, id_, venue, place["organisation"], name, new.scene, clock.now(), actor.account
            )
            code, expires_at = await make_code_for(actor, id_)
            row = await access.find_reader(actor, id_)
        events.info("places.reader_created", reader=str(id_), by=str(actor.account))
        return _StoredAnswer(
            view_reader(row, await find_suspensions([row])), seal(code, field=SHOWN_CODE), expires_at
        )

    wish = ("reader", venue, new)
    stored = await idempotency.once(f"places:{actor.account}", key, wish, _StoredAnswer, work)
    return ReaderWithCode(stored.reader, unseal(stored.code_sealed, field=SHOWN_CODE), stored.expires_at)


async def renew_code(actor: Resident, reader: uuid.UUID) -> ReaderWithCode:
    """A new code for a reader whose device is lost or replaced; codes given before are over.

    The key that is enrolled now works on until another is enrolled.
    """
    async with db.transaction():
        row = await access.find_reader(actor, reader, lock=True)
        code, expires_at = await make_code_for(actor, reader)
        suspended = await find_suspensions([row])
    events.info("places.code_renewed", reader=str(reader), by=str(actor.account))
    return ReaderWithCode(view_reader(row, suspended), code, expires_at)


async def list_readers(
    actor: Resident, venue: uuid.UUID, limit: int, after: uuid.UUID | None
) -> Page[Reader]:
    """The readers of a venue, newest first."""
    await access.find_venue(actor, venue)
    async with db.connection() as connection:
        rows = await connection.fetch(LIST, venue, after, limit + 1)
    suspended = await find_suspensions(rows)
    return cut_page(rows, limit, lambda row: view_reader(row, suspended), lambda row: row["id"])
