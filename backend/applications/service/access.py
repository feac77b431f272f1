"""Whose application it is: the applicant's own, and the desk's where it is handled.

To everybody else an application that exists looks like one that does not: NotFound.
"""

import uuid

import asyncpg

from backend.applications.errors import OwnApplication
from backend.applications.service import rows
from backend.core.actors import Resident
from backend.core.problems import NotFound
from backend.firms.service import acts_for, require_representative
from backend.people.errors import AccountSuspended
from backend.people.service import require_confirmed
from backend.staff.rules import covers
from backend.staff.schemas import Clerk, Post


def require_applicant(resident: Resident) -> None:
    """Only confirmed residents in good standing: DeviceNotConfirmed, DeviceSuspended, AccountSuspended."""
    require_confirmed(resident)
    if resident.suspended:
        raise AccountSuspended


async def find_own(resident: Resident, application: uuid.UUID, sql: str = rows.OWN) -> asyncpg.Record:
    """The applicant's own row; one for a firm only as long as the applicant represents it."""
    require_confirmed(resident)
    return await require_own(resident, await rows.fetch(sql, application, resident.account))


async def require_own(resident: Resident, row: asyncpg.Record | None) -> asyncpg.Record:
    """`row`, unless there is none, or the applicant no longer represents its firm."""
    if row is None:
        raise NotFound
    if row["firm"] is not None:
        await require_representative(resident, row["firm"])
    return row


async def find_handled(clerk: Clerk, application: uuid.UUID, sql: str = rows.SUBMITTED) -> asyncpg.Record:
    """The row, for a clerk whose post it is handled at."""
    row = await rows.fetch(sql, application)
    if row is None or not is_at_desk(clerk.posts, row["department"], row["division"]):
        raise NotFound
    return row


async def require_not_own(clerk: Clerk, row: asyncpg.Record) -> None:
    """Nobody decides for themselves, or for a firm that they represent: OwnApplication."""
    if row["account"] == clerk.account or (row["firm"] and await acts_for(clerk.account, row["firm"])):
        raise OwnApplication


def is_at_desk(posts: list[Post], department: str, division: str) -> bool:
    """Whether one of the `posts` handles what `department` does in `division`."""
    return any(post.department == department and covers(post.division, division) for post in posts)
