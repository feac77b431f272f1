"""A clerk's step: the change with its line of history, the message to the applicant, the audit's line."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import asyncpg
import structlog

from backend.applications.errors import ApplicationChanged
from backend.applications.rules.moves import Move, acts
from backend.applications.rules.words import Kind
from backend.applications.schemas.application import DeskStanding
from backend.applications.service import changing, views
from backend.applications.service.access import require_not_own
from backend.applications.service.changing import Author, Step, is_repeated
from backend.applications.service.looking import note_step
from backend.core import clock, db
from backend.messages.rules import MONTHS, Fact
from backend.messages.service.sending import send
from backend.staff.schemas import Clerk

Columns = Mapping[str, Any]

events = structlog.get_logger()


class Act(NamedTuple):
    """What a clerk does: the move and its event, what is written, and the message that tells the applicant.

    `more`: further columns, found in the transaction that changes the application. `then`: steps that follow
    at once.
    """

    move: Move
    kind: Kind
    columns: Columns
    message: str | None = None
    reason: str | None = None
    note: str | None = None
    more: Callable[[], Awaitable[Columns]] | None = None
    then: Sequence[Step] = ()


async def act(clerk: Clerk, row: asyncpg.Record, version: int, deed: Act) -> DeskStanding:
    """Take the step from `version`; the same step of the same clerk, sent again, is answered again.

    ApplicationChanged for another version, NotNow in another state, OwnApplication.
    """
    await require_not_own(clerk, row)
    asked = (version, deed.kind, clerk.account, deed.note)
    if is_repeated(row, *asked):
        return view_standing(row)
    to, now = changing.require(row, version, deed.move), clock.now()
    steps = [Step(deed.kind, to, Author("clerk", clerk.account, row["department"])), *deed.then]
    try:
        async with db.transaction(), db.connection() as connection:
            columns = {**deed.columns, **(await deed.more() if deed.more else {})}
            changed = await changing.change(
                connection, row, steps, now, columns, reason=deed.reason, note=deed.note
            )
            if deed.message:
                await _tell(changed, deed.message)
            await note_step(clerk, changed, deed.kind)
    except ApplicationChanged:
        done = await changing.again(row["id"], *asked)
        if done is None:
            raise
        return view_standing(done)
    events.info(f"applications.{deed.kind}", application=str(row["id"]), by=str(clerk.account))
    return view_standing(changed)


def view_standing(row: asyncpg.Record) -> DeskStanding:
    """Where an application stands, for its clerk."""
    return DeskStanding(
        id=row["id"],
        state=row["state"],
        state_title=views.name_state(row["state"]),
        version=row["version"],
        due_on=row["due_on"],
        light=views.light(row),
        can=acts(row["state"], accepted=row["accepted_at"] is not None),
    )


async def _tell(row: asyncpg.Record, kind: str) -> None:
    title = views.require_service(row).title
    facts: dict[str, Fact] = {"service": {"zh-CN": title.zh, "en": title.en}, "number": row["number"]}
    if row["due_on"]:
        facts["due_on"] = _name_day(row["due_on"])
    await send(row["account"], kind, facts, key=f"{kind}:{row['id']}:{row['version']}")


def _name_day(day: date) -> Mapping[str, str]:
    return {"zh-CN": f"{day.month}月{day.day}日", "en": f"{day.day} {MONTHS[day.month - 1]}"}
