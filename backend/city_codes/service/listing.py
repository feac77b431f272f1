"""The resident's own list: who looked at their code, where, when, and what they saw."""

import uuid
from datetime import date
from functools import partial

import asyncpg

from backend.city_codes.rules.live_codes import read_cid_text
from backend.city_codes.schemas import Verification
from backend.city_codes.service.desk import desk
from backend.city_codes.service.verifying import what_was_seen
from backend.city_codes.service.waiting import Code
from backend.core import clock, db
from backend.core.actors import Resident
from backend.core.pages import Page, cut_page
from backend.core.problems import NotFound
from backend.credentials.rules.cids import open_cid
from backend.credentials.service import as_date, day_cipher
from backend.people.service import require_confirmed
from backend.places.schemas.venues import Name, OrganisationName, VenueName
from backend.places.service import name_places

NEWEST = uuid.UUID(int=2**128 - 1)

LIST = """
select id, at, venue, organisation, scene, shown, null as reason, false as offline
from verification where number = $1 and id < $2
union all
select id, at, venue, organisation, scene, '' as shown, reason, false
from refusal where number = $1 and id < $2
union all
select id, at, venue, organisation, scene, case when reason is null then shown else '' end, reason, true
from offline_verification where number = $1 and id < $2
order by id desc limit $3
"""
BORN_ON = "select born_on from resident_standing where number = $1"


async def list_verifications(resident: Resident, limit: int, after: uuid.UUID | None) -> Page[Verification]:
    """A page of who looked at the resident's codes, accepted and refused, newest first.

    DeviceNotConfirmed or DeviceSuspended on a device whose bearer is not surely the holder: a phone number
    may have been given to somebody new, who must not read where its last owner has been.
    """
    require_confirmed(resident)
    async with db.connection() as connection:
        rows = await connection.fetch(LIST, resident.number, after or NEWEST, limit + 1)
    return cut_page(rows, limit, await _viewer(resident, rows), lambda row: row["id"])


async def wait_for_verification(resident: Resident, cid: str, seconds: float) -> Verification | None:
    """Who verified the resident's code `cid`, accepted or refused, within `seconds`; None when nobody did.

    NotFound unless it is a code of theirs, of today or yesterday.
    """
    value = read_cid_text(cid)
    opened = None if value is None else open_cid(value, clock.now().timestamp(), day_cipher)
    if value is None or opened is None or opened.number != resident.number:
        raise NotFound
    row = await desk().waiting.wait(Code(as_date(opened.day), value), resident.number, seconds)
    if row is None:
        return None
    view = await _viewer(resident, [row])
    return view(row)


async def _viewer(resident: Resident, rows: list[asyncpg.Record]) -> "partial[Verification]":
    async with db.connection() as connection:
        born_on = await connection.fetchval(BORN_ON, resident.number)
    names = await name_places(row["venue"] for row in rows)
    return partial(_view, born_on, names)


def _view(
    born_on: date | None,
    names: dict[uuid.UUID, tuple[VenueName, OrganisationName]],
    row: asyncpg.Record,
) -> Verification:
    unknown = Name("—", "—")
    venue, organisation = names.get(
        row["venue"], (VenueName(row["venue"], unknown), OrganisationName(row["organisation"], unknown))
    )
    reason = row["reason"]
    return Verification(
        id=row["id"],
        at=row["at"],
        venue=venue,
        organisation=organisation,
        scene=row["scene"],
        result="refused" if reason else "accepted",
        reason=reason,
        attributes=what_was_seen(row["shown"], born_on, row["at"]),
        offline=row["offline"],
    )
