"""Who may act for a firm at this moment: the business register decides, each time it is asked."""

import uuid

from backend.core import db
from backend.core.actors import Resident
from backend.core.problems import NotFound
from backend.firms.errors import FirmNotYours
from backend.people.service import require_confirmed
from backend.registers.schemas.facts import Fact
from backend.registers.service import newest, subject_of

REGISTER = "firm-registration"
FIELDS = ("name", "status", "division")

FIND = """
select firm.subject, firm.id, mine.role, mine.added_by from firm
join representative as mine on mine.firm = firm.id and mine.account = $2 and mine.removed_at is null
where firm.id = $1
"""
CLOSE = """
select subject, exists (
    select from representative where firm = $1 and account = $2 and removed_at is null
) as named from firm where id = $1
"""
BY_SUBJECT = "select id from firm where subject = $1"


async def find_firm(subject: uuid.UUID) -> uuid.UUID | None:
    """The firm that the registers' `subject` is, once anybody said here that they represent it."""
    async with db.connection() as connection:
        found: uuid.UUID | None = await connection.fetchval(BY_SUBJECT, subject)
    return found


async def require_representative(resident: Resident, firm: uuid.UUID) -> uuid.UUID:
    """The subject of a firm that the resident may act for.

    NotFound for everybody else's firm. FirmNotYours once the register names another legal representative,
    also for those whom the former one had named.
    """
    require_confirmed(resident)
    async with db.connection() as connection:
        row = await connection.fetchrow(FIND, firm, resident.account)
    if row is None:
        raise NotFound
    legal = resident.account if row["role"] == "legal" else row["added_by"]
    await require_registered(row["subject"], legal)
    subject: uuid.UUID = row["subject"]
    return subject


async def acts_for(account: uuid.UUID, firm: uuid.UUID) -> bool:
    """Whether somebody is the firm's legal representative or was named for it: too close to decide about it.

    Who may act for it is told by `require_representative`.
    """
    async with db.connection() as connection:
        row = await connection.fetchrow(CLOSE, firm, account)
    if row is None or row["named"]:
        return row is not None
    person = await subject_of(account)
    facts = (await newest([row["subject"]], {REGISTER: ()})).get((row["subject"], REGISTER), [])
    return bool(facts) and person is not None and facts[0].related == person


async def require_registered(subject: uuid.UUID, account: uuid.UUID) -> Fact:
    """What the register says of the firm, when it names the person of `account`; else FirmNotYours."""
    person = await subject_of(account)
    facts = (await newest([subject], {REGISTER: FIELDS})).get((subject, REGISTER), [])
    if not facts or person is None or facts[0].related != person or facts[0].facts.get("status") == "closed":
        raise FirmNotYours
    return facts[0]
