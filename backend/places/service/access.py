"""Who may see and change what: operators everything, a manager what belongs to the own organisations.

To everybody else a thing that exists looks like one that does not: NotFound, never NotAllowed.
Whoever acts has confirmed who they are on this device (DeviceNotConfirmed): a phone number alone may have a
new owner, and runs no venue.
"""

import uuid

import asyncpg

from backend.core import db
from backend.core.actors import Resident
from backend.core.problems import NotAllowed, NotFound
from backend.people.errors import DeviceNotConfirmed

# $1 the thing, $2 whether an operator asks, $3 the account that asks.
MANAGED = "($2 or exists (select from manager where organisation = {} and account = $3))"
ORGANISATION = f"select * from organisation where id = $1 and {MANAGED.format('organisation.id')}"  # noqa: S608
VENUE = f"select * from venue where id = $1 and {MANAGED.format('venue.organisation')}"  # noqa: S608
READER = f"select * from reader where id = $1 and {MANAGED.format('reader.organisation')}"  # noqa: S608


async def find_organisation(actor: Resident, id_: uuid.UUID, *, lock: bool = False) -> asyncpg.Record:
    """The organisation's row, for operators and its managers; `lock` holds it in this transaction."""
    return await _find(ORGANISATION, actor, id_, lock)


async def find_venue(actor: Resident, id_: uuid.UUID, *, lock: bool = False) -> asyncpg.Record:
    """The venue's row, for operators and managers of its organisation."""
    return await _find(VENUE, actor, id_, lock)


async def find_reader(actor: Resident, id_: uuid.UUID, *, lock: bool = False) -> asyncpg.Record:
    """The reader's row, for operators and managers of its organisation."""
    return await _find(READER, actor, id_, lock)


def refuse_suspended(actor: Resident) -> None:
    """NotAllowed for somebody whose own account is suspended: no role outlives that."""
    if actor.suspended:
        raise NotAllowed


async def _find(sql: str, actor: Resident, id_: uuid.UUID, lock: bool) -> asyncpg.Record:
    refuse_suspended(actor)
    if not actor.confirmed:
        raise DeviceNotConfirmed
    async with db.connection() as connection:
        row = await connection.fetchrow(
            sql + " for update" if lock else sql, id_, actor.is_operator, actor.account
        )
    if row is None:
        raise NotFound
    return row
