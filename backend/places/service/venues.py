"""Venues: where they are, and what happens there."""

import uuid

import asyncpg
import structlog

from backend.core import clock, db, idempotency
from backend.core.actors import Resident
from backend.core.ids import new_id
from backend.core.pages import Page, cut_page
from backend.places.errors import LimitReached, UnknownDivision, UnknownScene
from backend.places.schemas.catalogue import Division
from backend.places.schemas.venues import Name, NewVenue, OrganisationName, Position, Suspension, Venue
from backend.places.service import access, suspensions
from backend.places.service.catalogue import scenes
from backend.places.service.divisions import find_division
from backend.places.service.organisations import clean

VENUES_MAX = 1_000

CREATE = """
insert into venue
    (id, organisation, name_zh, name_en, division, scenes, created_at, created_by, latitude, longitude)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
"""
READ = """
select venue.*, organisation.name_zh as organisation_zh, organisation.name_en as organisation_en
from venue join organisation on organisation.id = venue.organisation
"""
LIST = f"""
{READ} where ($1 or venue.organisation in (select organisation from manager where account = $2))
and ($3::uuid is null or venue.id < $3) order by venue.id desc limit $4
"""  # noqa: S608

events = structlog.get_logger()


async def create_venue(actor: Resident, organisation: uuid.UUID, new: NewVenue, key: str) -> Venue:
    """The venue, made once for `key`."""
    name = clean(new.name)

    async def work() -> Venue:
        async with db.connection() as connection:
            await access.find_organisation(actor, organisation, lock=True)
            _check(new)
            there = await connection.fetchval(
                "select count(*) from venue where organisation = $1", organisation
            )
            if there >= VENUES_MAX:
                raise LimitReached(limit=VENUES_MAX)
            id_, at = new_id(), new.position
            await connection.execute(
                CREATE, id_, organisation, name.zh, name.en, new.division, new.scenes,
                clock.now(), actor.account, at and at.latitude, at and at.longitude,
            )  # fmt: skip
        events.info("places.venue_created", venue=str(id_), by=str(actor.account))
        return await read_venue(actor, id_)

    wish = ("venue", organisation, new)
    return await idempotency.once(f"places:{actor.account}", key, wish, Venue, work)


async def list_venues(actor: Resident, limit: int, after: uuid.UUID | None) -> Page[Venue]:
    """The venues that `actor` may manage, newest first; none on a device that is not confirmed."""
    access.refuse_suspended(actor)
    if not actor.confirmed:
        return Page([])
    async with db.connection() as connection:
        rows = await connection.fetch(LIST, actor.is_operator, actor.account, after, limit + 1)
    suspended = await suspensions.find_open(id_ for row in rows for id_ in (row["id"], row["organisation"]))
    return cut_page(rows, limit, lambda row: _view(row, suspended), lambda row: row["id"])


async def read_venue(actor: Resident, id_: uuid.UUID) -> Venue:
    """One venue."""
    await access.find_venue(actor, id_)
    async with db.connection() as connection:
        row = await connection.fetchrow(f"{READ} where venue.id = $1", id_)
    assert row is not None  # noqa: S101  # venues are never removed
    return _view(row, await suspensions.find_open([id_, row["organisation"]]))


def _check(new: NewVenue) -> None:
    if find_division(new.division) is None:
        raise UnknownDivision
    if len(set(new.scenes)) < len(new.scenes) or any(scene not in scenes() for scene in new.scenes):
        raise UnknownScene


def _view(row: asyncpg.Record, suspended: dict[uuid.UUID, Suspension]) -> Venue:
    return Venue(
        id=row["id"],
        organisation=OrganisationName(
            row["organisation"], Name(row["organisation_zh"], row["organisation_en"])
        ),
        name=Name(row["name_zh"], row["name_en"]),
        division=find_division(row["division"]) or Division(row["division"], row["division"], "village"),
        scenes=row["scenes"],
        position=None if row["latitude"] is None else Position(row["latitude"], row["longitude"]),
        created_at=row["created_at"],
        suspension=suspended.get(row["id"]) or suspended.get(row["organisation"]),
    )
