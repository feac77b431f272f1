"""The one way to change an application: from the version that was seen, with its line of history."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, NamedTuple

import asyncpg

from backend.applications.errors import ApplicationChanged, NotNow
from backend.applications.rules.moves import TABLE, Move, State, may
from backend.applications.rules.words import Kind
from backend.applications.service import rows
from backend.applications.service.sealed import open_note, seal_note
from backend.core.batches import Connection
from backend.core.ids import new_id

CHANGE = """
with changed as (
    update application set version = version + 1, updated_at = $3{sets}
    where id = $1 and version = $2 returning *
), told as (
    insert into application_event (id, application, version, at, kind, actor_kind, actor, department,
        from_state, to_state, reason, note_sealed)
    select line.id, changed.id, changed.version, $3, line.kind, line.actor_kind, line.actor, $8,
        line.from_state, line.to_state, $9, case when line.id = $4[1] then $10::bytea end
    from changed, unnest($4::uuid[], $5::text[], $6::text[], $7::uuid[], $11::text[], $12::text[])
        as line (id, kind, actor_kind, actor, from_state, to_state)
)
select * from changed
"""
CURRENT = "select version, state from application where id = $1"
PLACES = 12


class Author(NamedTuple):
    """Who changes an application: its applicant, a clerk of a department, or the city by itself."""

    kind: Literal["applicant", "clerk", "city"]
    account: uuid.UUID | None
    department: str | None = None


class Step(NamedTuple):
    """What happens: the event, and the state it leads to."""

    kind: Kind
    to: State
    by: Author


CITY = Author("city", None)


def is_repeated(row: asyncpg.Record, version: int, kind: Kind, account: uuid.UUID, note: str | None) -> bool:
    """Whether the one who asks has done just this to `version` already: sent again, it is answered again."""
    return row["version"] == version + 1 and any(
        (event["kind"], event["actor"], open_note(event["note_sealed"])) == (kind, account, note)
        for event in row["latest"]
    )


def require(row: asyncpg.Record, version: int, move: Move) -> State:
    """The state that `move` leads to; ApplicationChanged for another version, NotNow in another state."""
    if row["version"] != version:
        raise ApplicationChanged(version=row["version"], state=row["state"])
    if not may(move, row["state"], accepted=row["accepted_at"] is not None):
        raise NotNow(state=row["state"])
    return TABLE[move].to


async def change(
    connection: Connection,
    row: asyncpg.Record,
    steps: Sequence[Step],
    at: datetime,
    columns: Mapping[str, Any],
    *,
    reason: str | None = None,
    note: str | None = None,
) -> asyncpg.Record:
    """The row after `steps`, with new values in `columns`; ApplicationChanged when somebody came first.

    The reason and the note belong to the first step.
    """
    states: list[str] = [row["state"], *(step.to for step in steps)]
    values = {"state": states[-1], **columns}
    sets = "".join(f", {column} = ${n}" for n, column in enumerate(values, PLACES + 1))
    changed = await connection.fetchrow(
        CHANGE.format(sets=sets),
        row["id"],
        row["version"],
        at,
        [new_id() for _ in steps],
        [step.kind for step in steps],
        [step.by.kind for step in steps],
        [step.by.account for step in steps],
        next((step.by.department for step in steps), None),
        reason,
        seal_note(note),
        states[:-1],
        states[1:],
        *values.values(),
    )
    if changed is None:
        current = await connection.fetchrow(CURRENT, row["id"])
        raise ApplicationChanged(**(current or {}))
    return changed


async def again(id_: uuid.UUID, version: int, kind: Kind, account: uuid.UUID, note: str | None) -> Any:
    """The row when the same step was taken by the same person at the same time; None otherwise."""
    row = await rows.fetch(rows.LATEST, id_)
    return row if row is not None and is_repeated(row, version, kind, account, note) else None
