"""Saying that one represents a firm, and the firms one may act for."""

import uuid

import structlog

from backend.core import clock, db
from backend.core.actors import Resident
from backend.core.audit import By, note
from backend.core.ids import new_id
from backend.firms.errors import FirmNotYours, InvalidCreditCode
from backend.firms.schemas import Firm, Firms, NewFirm
from backend.firms.service.standing import FIELDS, REGISTER, require_registered
from backend.people.errors import AccountSuspended
from backend.people.service import require_confirmed
from backend.registers.errors import InvalidNumber
from backend.registers.service import find_subject, newest, read_numbers, subject_of

MAKE = """
insert into firm (id, subject, created_at) values ($1, $2, $3) on conflict (subject) do nothing
"""
NAME = """
insert into representative (id, firm, account, role, added_at, added_by)
select $1, firm.id, $3, 'legal', $4, $3 from firm where firm.subject = $2
on conflict (firm, account) where removed_at is null
do update set role = 'legal', added_by = excluded.added_by
"""
OWN = """
select firm.id, firm.subject, mine.role, mine.added_by, mine.added_at from representative as mine
join firm on firm.id = mine.firm where mine.account = $1 and mine.removed_at is null order by mine.id
"""

events = structlog.get_logger()


async def claim(resident: Resident, new: NewFirm) -> Firm:
    """The firm, from now on one of the resident's; said again, nothing changes.

    InvalidCreditCode; FirmNotYours unless the business register names the resident.
    """
    require_confirmed(resident)
    if resident.suspended:
        raise AccountSuspended
    try:
        subject = await find_subject("firm", new.credit_code)
    except InvalidNumber:
        raise InvalidCreditCode from None
    if subject is None:
        raise FirmNotYours
    await require_registered(subject, resident.account)
    async with db.transaction(), db.connection() as connection:
        await connection.execute(MAKE, new_id(), subject, clock.now())
        await connection.execute(NAME, new_id(), subject, resident.account, clock.now())
        await note(
            "firm-claimed", By("resident", resident.account), account=resident.account, subject=subject
        )
    events.info("firms.claimed", by=str(resident.account))
    return next(firm for firm in await _read(resident) if firm[0] == subject)[1]


async def list_own(resident: Resident) -> Firms:
    """The firms that the resident may act for; none on a device that is not confirmed."""
    if not resident.confirmed or resident.suspended:
        return Firms([])
    return Firms([firm for _, firm in await _read(resident)])


async def name_firms(firms: list[uuid.UUID]) -> dict[uuid.UUID, str]:
    """What firms are called, as the business register has it."""
    async with db.connection() as connection:
        rows = await connection.fetch("select id, subject from firm where id = any($1::uuid[])", firms)
    facts = await newest([row["subject"] for row in rows], {REGISTER: FIELDS})
    found = {row["id"]: facts.get((row["subject"], REGISTER), []) for row in rows}
    return {id_: str(known[0].facts.get("name") or "") for id_, known in found.items() if known}


async def _read(resident: Resident) -> list[tuple[uuid.UUID, Firm]]:
    """The firms whose register still names the one they depend on, with their subjects."""
    async with db.connection() as connection:
        rows = await connection.fetch(OWN, resident.account)
    subjects = [row["subject"] for row in rows]
    facts = await newest(subjects, {REGISTER: FIELDS}) if subjects else {}
    codes = await read_numbers(subjects) if subjects else {}
    # An account that is its firm's legal representative was added by itself.
    legal = {account: await subject_of(account) for account in {row["added_by"] for row in rows}}
    found = []
    for row in rows:
        known = facts.get((row["subject"], REGISTER), [])
        if known and known[0].related == legal[row["added_by"]] and known[0].facts.get("status") != "closed":
            firm = Firm(
                id=row["id"],
                name=str(known[0].facts.get("name") or ""),
                credit_code=codes[row["subject"]],
                division=_text(known[0].facts.get("division")),
                role=row["role"],
                added_at=row["added_at"],
            )
            found.append((row["subject"], firm))
    return found


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
