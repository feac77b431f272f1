"""What a reader is and where it stands, as people and the reader itself see it."""

import uuid

import asyncpg

from backend.core import db
from backend.core.actors import Reader as ReaderActor
from backend.core.problems import NotFound
from backend.places.schemas.venues import (
    Name,
    OrganisationName,
    Reader,
    ReaderPlace,
    Suspension,
    VenueName,
)
from backend.places.service import suspensions
from backend.places.service.catalogue import scene_card

PLACE = """
select reader.*, venue.name_zh as venue_zh, venue.name_en as venue_en,
       organisation.name_zh as organisation_zh, organisation.name_en as organisation_en
from reader join venue on venue.id = reader.venue join organisation on organisation.id = reader.organisation
where reader.id = $1
"""


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
