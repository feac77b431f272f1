"""Readers, and the one-time codes that enrol them."""

import uuid
from datetime import datetime

import asyncpg
import msgspec
import structlog

from backend.core import clock, db, idempotency
from backend.core.actors import Reader as ReaderActor
from backend.core.actors import Resident
from backend.core.ids import new_id
from backend.core.pages import Page, cut_page
from backend.core.problems import NotFound
from backend.core.sealing import blind_index, seal, unseal
from backend.places.errors import LimitReached, UnknownScene
from backend.places.rules.enrolment_codes import LIFETIME, make_code
from backend.places.rules.names import clean_name
from backend.places.schemas.venues import (
    Name,
    NewReader,
    OrganisationName,
    Reader,
    ReaderPlace,
    ReaderWithCode,
    Suspension,
    VenueName,
)
from backend.places.service import access, suspensions
from backend.places.service.catalogue import scene_card

READERS_MAX = 200
SHOWN_CODE = "idempotency.enrolment_code"

CREATE = """
insert into reader (id, venue, organisation, name, scene, created_at, created_by)
values ($1, $2, $3, $4, $5, $6, $7)
"""
LIST = """
select * from reader where venue = $1 and ($2::uuid is null or id < $2) order by id desc limit $3
"""
PLACE = """
select reader.*, venue.name_zh as venue_zh, venue.name_en as venue_en,
       organisation.name_zh as organisation_zh, organisation.name_en as organisation_en
from reader join venue on venue.id = reader.venue join organisation on organisation.id = reader.organisation
where reader.id = $1
"""
END_CODES = (
    "update enrolment_code set expires_at = $2 where reader = $1 and used_at is null and expires_at > $2"
)
CREATE_CODE = """
insert into enrolment_code (id, reader, code_index, created_at, created_by, expires_at)
values ($1, $2, $3, $4, $5, $6)
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
            code, expires_at = await _make_code(actor, id_)
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
        code, expires_at = await _make_code(actor, reader)
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


async def read_place(actor: ReaderActor) -> ReaderPlace:
    """The reader that asks, and where it stands."""
    return await find_place(actor.reader)


async def find_place(reader: uuid.UUID) -> ReaderPlace:
    """A reader, and where it stands."""
    async with db.connection() as connection:
        row = await connection.fetchrow(PLACE, reader)
    if row is None:
        raise NotFound
    return ReaderPlace(
        reader=view_reader(row, await find_suspensions([row])),
        venue=VenueName(row["venue"], Name(row["venue_zh"], row["venue_en"])),
        organisation=OrganisationName(
            row["organisation"], Name(row["organisation_zh"], row["organisation_en"])
        ),
        scene=scene_card(row["scene"]),
    )


def index_code(code: str) -> bytes:
    """What is kept of an enrolment code: 45 bits need a keyed index, or a copied table could be searched."""
    return blind_index(code, field="enrolment_code.code")


async def find_suspensions(rows: list[asyncpg.Record]) -> dict[uuid.UUID, Suspension]:
    """What is suspended among readers, their venues and their organisations."""
    return await suspensions.find_open(
        id_ for row in rows for id_ in (row["id"], row["venue"], row["organisation"])
    )


def view_reader(row: asyncpg.Record, suspended: dict[uuid.UUID, Suspension]) -> Reader:
    """A reader's row as people see it."""
    suspension = next(
        (suspended[row[name]] for name in ("organisation", "venue", "id") if row[name] in suspended), None
    )
    return Reader(
        id=row["id"],
        venue=row["venue"],
        name=row["name"],
        scene=row["scene"],
        state="suspended" if suspension else "enrolled" if row["key"] else "waiting",
        created_at=row["created_at"],
        last_seen_at=row["last_seen_at"],
        suspension=suspension,
    )


async def _make_code(actor: Resident, reader: uuid.UUID) -> tuple[str, datetime]:
    code, now = make_code(), clock.now()
    async with db.connection() as connection:
        await connection.execute(END_CODES, reader, now)
        await connection.execute(
            CREATE_CODE, new_id(), reader, index_code(code), now, actor.account, now + LIFETIME
        )
    return code, now + LIFETIME
