"""Suspending readers, venues and organisations: records with author and time, in force at once."""

import uuid
from collections.abc import Iterable

import asyncpg
import structlog

from backend.core import clock, db
from backend.core.actors import Resident
from backend.core.ids import new_id
from backend.places.errors import SuspendedByOperator
from backend.places.rules.names import REASON_MAX, clean_name
from backend.places.schemas.venues import GivenReason, Scope, Suspension
from backend.places.service import access

FIND = {
    "organisation": access.find_organisation,
    "venue": access.find_venue,
    "reader": access.find_reader,
}

OPEN = """
select subject, scope, reason, suspended_at, by_operator from place_suspension
where lifted_at is null and subject = any($1::uuid[])
"""
SUSPEND = """
insert into place_suspension (id, scope, subject, reason, by_operator, suspended_at, suspended_by)
values ($1, $2, $3, $4, $5, $6, $7) on conflict (subject) where lifted_at is null do nothing
"""
LIFT = """
update place_suspension set lifted_at = $2, lifted_by = $3
where subject = $1 and lifted_at is null and ($4 or not by_operator)
"""

events = structlog.get_logger()


async def suspend(actor: Resident, scope: Scope, subject: uuid.UUID, given: GivenReason) -> Suspension:
    """The suspension now in force: this one, or the one that was there before.

    An operator's takes the place of a manager's, so that the manager cannot lift it.
    """
    reason = clean_name(given.reason, REASON_MAX)
    async with db.transaction(), db.connection() as connection:
        await FIND[scope](actor, subject, lock=True)
        standing = (await find_open([subject])).get(subject)
        if standing and (standing.by_operator or not actor.is_operator):
            return standing
        now = clock.now()
        await connection.execute(LIFT, subject, now, actor.account, actor.is_operator)
        await connection.execute(
            SUSPEND, new_id(), scope, subject, reason, actor.is_operator, now, actor.account
        )
    events.info("places.suspended", scope=scope, subject=str(subject), by=str(actor.account))
    return Suspension(scope, reason, now, actor.is_operator)


async def lift(actor: Resident, scope: Scope, subject: uuid.UUID) -> None:
    """End the suspension, if there is one; SuspendedByOperator when a manager may not."""
    async with db.transaction(), db.connection() as connection:
        await FIND[scope](actor, subject, lock=True)
        await connection.execute(LIFT, subject, clock.now(), actor.account, actor.is_operator)
        if subject in await find_open([subject]):
            raise SuspendedByOperator
    events.info("places.lifted", scope=scope, subject=str(subject), by=str(actor.account))


async def find_open(subjects: Iterable[uuid.UUID]) -> dict[uuid.UUID, Suspension]:
    """The suspensions in force among `subjects`."""
    async with db.connection() as connection:
        rows: list[asyncpg.Record] = await connection.fetch(OPEN, list(subjects))
    return {
        row["subject"]: Suspension(row["scope"], row["reason"], row["suspended_at"], row["by_operator"])
        for row in rows
    }
