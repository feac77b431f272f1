"""What venues and organisations are called, for lists that another domain makes."""

import uuid
from collections.abc import Iterable

from backend.core import db
from backend.places.schemas.venues import Name, OrganisationName, VenueName

NAMES = """
select venue.id, venue.name_zh, venue.name_en, venue.organisation,
       organisation.name_zh as organisation_zh, organisation.name_en as organisation_en
from venue join organisation on organisation.id = venue.organisation where venue.id = any($1::uuid[])
"""


async def name_places(venues: Iterable[uuid.UUID]) -> dict[uuid.UUID, tuple[VenueName, OrganisationName]]:
    """The names of `venues` and of their organisations, by the venue's id; unknown ones are left out."""
    async with db.connection() as connection:
        rows = await connection.fetch(NAMES, list(set(venues)))
    return {
        row["id"]: (
            VenueName(row["id"], Name(row["name_zh"], row["name_en"])),
            OrganisationName(row["organisation"], Name(row["organisation_zh"], row["organisation_en"])),
        )
        for row in rows
    }
