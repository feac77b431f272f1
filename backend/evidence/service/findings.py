"""The operators' list of what does not fit together."""

import uuid
from typing import Literal

import asyncpg
import structlog

from backend.core import clock, db
from backend.core.actors import Resident
from backend.core.audit import About, By, note, note_many
from backend.core.pages import Page, cut_page
from backend.core.problems import NotFound
from backend.evidence.errors import FindingResolved
from backend.evidence.schemas import Finding, Resolution, Sight
from backend.places.rules.names import clean_name
from backend.places.schemas.venues import Name, VenueName
from backend.places.service import name_places

NEWEST = uuid.UUID(int=2**128 - 1)
NOTE_MAX = 500

LIST = """
select finding.*, one.name as reader_name_one, two.name as reader_name_two, exists (
    select from session_standing where session_standing.device = finding.device and device_suspended
) as device_suspended
from finding join reader as one on one.id = reader_one left join reader as two on two.id = reader_two
where finding.id < $1 and (resolved_at is null) = $2 order by finding.id desc limit $3
"""
RESOLVE = """
update finding set resolved_at = $2, resolved_by = $3, note = $4 where id = $1 and resolved_at is null
returning account
"""

events = structlog.get_logger()


async def list_findings(
    operator: Resident, state: Literal["open", "closed"], limit: int, after: uuid.UUID | None
) -> Page[Finding]:
    """A page of findings that are open, or were closed, newest first; whose codes they are can see that."""
    async with db.transaction(), db.connection() as connection:
        rows = await connection.fetch(LIST, after or NEWEST, state == "open", limit + 1)
        seen = dict.fromkeys(row["account"] for row in rows[:limit] if row["account"])
        await note_many("finding-read", By("operator", operator.account), [About(one) for one in seen])
    venues = {row[name] for row in rows for name in ("venue_one", "venue_two") if row[name]}
    names = {id_: found[0] for id_, found in (await name_places(venues)).items()}
    return cut_page(rows, limit, lambda row: _view(row, names), lambda row: row["id"])


async def resolve(operator: Resident, finding: uuid.UUID, resolution: Resolution) -> None:
    """Close a finding with a note; FindingResolved when somebody did so before."""
    said = clean_name(resolution.note, NOTE_MAX)
    async with db.transaction(), db.connection() as connection:
        closed = await connection.fetchrow(RESOLVE, finding, clock.now(), operator.account, said)
        if closed is None:
            known = await connection.fetchval("select true from finding where id = $1", finding)
            raise FindingResolved if known else NotFound
        by = By("operator", operator.account)
        await note("finding-closed", by, account=closed["account"], finding=str(finding))
    events.info("evidence.resolved", finding=str(finding), by=str(operator.account))


def _view(row: asyncpg.Record, names: dict[uuid.UUID, VenueName]) -> Finding:
    return Finding(
        id=row["id"],
        kind=row["kind"],
        account=row["account"],
        device=row["device"],
        device_suspended=row["device_suspended"],
        one=_sight(row, "one", names),
        two=_sight(row, "two", names) if row["reader_two"] else None,
        records=row["records"],
        found_at=row["found_at"],
        resolved_at=row["resolved_at"],
        note=row["note"],
    )


def _sight(row: asyncpg.Record, which: str, names: dict[uuid.UUID, VenueName]) -> Sight:
    venue = row[f"venue_{which}"]
    name = names.get(venue) or VenueName(venue, Name("—", "—"))
    return Sight(row[f"reader_{which}"], row[f"reader_name_{which}"], name, row[f"at_{which}"])
