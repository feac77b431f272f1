"""Writing entries down."""

import uuid
from collections.abc import Sequence
from typing import Literal, TypeAlias

import msgspec

from backend.core import clock, db
from backend.core.ids import new_id

Kind = Literal["resident", "staff", "department", "operator", "city"]
Fact: TypeAlias = str | int | bool | list[str]

WRITE = """
with written as (
    insert into audit_entry (id, at, action, actor_kind, actor, department, account, subject, case_id, facts)
    select id, $5, $6, $7, $8, $9, account, subject, case_id, $10::jsonb
    from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[]) as about (id, account, subject, case_id)
    returning id
)
insert into audit_waiting (entry) select id from written
"""


class By(msgspec.Struct, frozen=True):
    """Who did it: an account, a department's key, or the city by itself; staff act for their department."""

    kind: Kind
    actor: uuid.UUID | None = None
    department: str | None = None


class About(msgspec.Struct, frozen=True):
    """Whose data it is about: an account, a subject of the registers, and the case that needed it."""

    account: uuid.UUID | None = None
    subject: uuid.UUID | None = None
    case: uuid.UUID | None = None


async def note(
    action: str,
    by: By,
    *,
    account: uuid.UUID | None = None,
    subject: uuid.UUID | None = None,
    case: uuid.UUID | None = None,
    **facts: Fact,
) -> None:
    """Write one entry in the open transaction.

    `facts` hold ids, names of registers and fields, counts; never a value that tells something of a person.
    Outside a transaction this is a RuntimeError.
    """
    await note_many(action, by, [About(account, subject, case)], **facts)


async def note_many(action: str, by: By, abouts: Sequence[About], **facts: Fact) -> None:
    """Write an entry for each of `abouts`, in one statement; otherwise as `note`."""
    if not db.in_transaction():
        raise RuntimeError("an audit entry needs the transaction of what it tells")
    if not abouts:
        return
    async with db.connection() as connection:
        await connection.execute(
            WRITE,
            [new_id() for _ in abouts],
            [about.account for about in abouts],
            [about.subject for about in abouts],
            [about.case for about in abouts],
            clock.now(),
            action,
            by.kind,
            by.actor,
            by.department,
            msgspec.json.encode(facts, order="deterministic").decode(),
        )
