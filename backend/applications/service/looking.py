"""A clerk's look at an applicant's data, written down for the applicant to see."""

import uuid
from collections.abc import Sequence

import asyncpg

from backend.core import audit, db
from backend.core.audit import About, By
from backend.staff.schemas import Clerk


def by_clerk(clerk: Clerk, department: str) -> By:
    """The clerk as the audit names them."""
    return By("staff", clerk.account, department)


async def note_look(clerk: Clerk, row: asyncpg.Record) -> None:
    """Note that the clerk has read the application: its answers, its files."""
    department: str = row["department"]
    await audit.note(
        "look",
        by_clerk(clerk, department),
        account=row["account"],
        subject=row["subject"],
        case=row["id"],
        purpose="desk",
        department=department,
        service=row["service"],
        registers=[],
        fields=[],
    )


async def note_search(clerk: Clerk, rows: Sequence[asyncpg.Record]) -> None:
    """Note that the clerk has found applications by their applicants' numbers."""
    abouts = list({About(row["account"], row["subject"]): None for row in rows})
    departments = sorted({row["department"] for row in rows})
    async with db.transaction():
        await audit.note_many(
            "look", by_clerk(clerk, departments[0] if departments else ""), abouts,
            purpose="search", registers=[], fields=[],
        )  # fmt: skip


async def note_export(clerk: Clerk, departments: Sequence[str], count: int) -> None:
    """Note that the clerk has taken a table of the queue out of the house."""
    async with db.transaction():
        by = by_clerk(clerk, departments[0] if departments else "")
        await audit.note("applications-exported", by, rows=count)


async def note_step(clerk: Clerk, row: asyncpg.Record, action: str) -> None:
    """Note what the clerk did with the application, in the open transaction."""
    application: uuid.UUID = row["id"]
    await audit.note(
        f"application-{action}",
        by_clerk(clerk, row["department"]),
        account=row["account"],
        subject=row["subject"],
        case=application,
        service=row["service"],
    )
