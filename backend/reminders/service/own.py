"""A resident's own reminders, on their confirmed devices only.

They belong to the person and not to the account: an identity that moved to another account takes them along.
"""

import asyncio
import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import Literal

import asyncpg
import structlog

from backend.core import clock, db
from backend.core.actors import Resident
from backend.core.pages import Page
from backend.core.problems import NotFound, Words
from backend.messages.service import withdraw
from backend.people.service import require_confirmed
from backend.registers.service import subject_of
from backend.reminders.schemas.scenario import Scenario
from backend.reminders.schemas.views import Answer, Line, Shown
from backend.reminders.service.holding import why_over
from backend.reminders.service.live import Known, known
from backend.reminders.service.wording import find_deadline, name_action, name_text

NEWEST = uuid.UUID(int=2**128 - 1)

LIST = """
select * from reminder
where person = $1 and state = any($2::text[]) and id < $3 order by id desc limit $4
"""
FIND = "select * from reminder where id = $1 and person = $2 and state in ('told', 'answered')"
ANSWER = """
update reminder set answer = $3, answered_at = $4,
    state = case when $3 = 'later' then 'told' else 'answered' end
where id = $1 and person = $2 and state in ('told', 'answered') returning *
"""
events = structlog.get_logger()

STATES = {"open": ["told"], "all": ["told", "answered"]}
GONE_TITLE = Words("一条旧提醒", "An earlier reminder")
GONE_TEXT = Words("这条提醒的规则已经不用了。", "The rule behind this reminder is no longer in use.")


async def list_own(
    resident: Resident, which: Literal["open", "all"], limit: int, after: uuid.UUID | None
) -> Page[Line]:
    """A page of what the resident was reminded of, newest first.

    `open`: without what is settled meanwhile, and without greetings, which ask for nothing.

    DeviceNotConfirmed or DeviceSuspended on a device whose bearer is not surely the resident.
    """
    require_confirmed(resident)
    person = await subject_of(resident.account)
    async with db.connection() as connection:
        rows = await connection.fetch(LIST, person, STATES[which], after or NEWEST, limit + 1)
    shown = await show(rows[:limit])
    following = str(rows[limit - 1]["id"]) if len(rows) > limit else None
    return Page([line for line in shown if which == "all" or _asks(line)], following)


async def answer(resident: Resident, reminder: uuid.UUID, said: Answer) -> Line:
    """Note what the resident says; something else may be said later. NotFound unless it is theirs.

    What still waits to be carried to their phone about it is not needed any more, unless they said: later.
    """
    require_confirmed(resident)
    person = await subject_of(resident.account)
    async with db.transaction(), db.connection() as connection:
        row = await connection.fetchrow(ANSWER, reminder, person, said, clock.now())
        if row is None:
            raise NotFound
        if said != "later":
            await withdraw([reminder])
    return (await show([row]))[0]


async def find_own(resident: Resident, reminder: uuid.UUID) -> asyncpg.Record:
    """The resident's own row; NotFound for any other."""
    require_confirmed(resident)
    async with db.connection() as connection:
        row = await connection.fetchrow(FIND, reminder, await subject_of(resident.account))
    if row is None:
        raise NotFound
    return row


async def show(rows: Sequence[asyncpg.Record]) -> list[Line]:
    """Reminders in words; what is no longer true of their facts is over."""
    scenarios, today = await known(), clock.today()
    told: dict[str, list[uuid.UUID]] = defaultdict(list)
    for row in rows:
        if row["state"] == "told" and row["scenario"] in scenarios:
            told[row["scenario"]].append(row["id"])
    asked = [_find_over(id_, scenarios[id_].scenario, ids, today) for id_, ids in told.items()]
    over = {id_ for found in await asyncio.gather(*asked) for id_ in found}
    return [_view(row, scenarios.get(row["scenario"]), row["id"] in over, today) for row in rows]


async def _find_over(
    id_: str, scenario: Scenario, ids: list[uuid.UUID], today: date
) -> Collection[uuid.UUID]:
    try:
        return await why_over(id_, scenario, ids, today)
    except Exception as error:  # noqa: BLE001 - one rule that facts have left behind hides no other reminder
        events.error("reminders.not_asked", scenario=id_, exc_info=error)
        return ()


def _asks(line: Line) -> bool:
    return line.state == "open" and line.category != "greeting"


def _view(row: asyncpg.Record, found: Known | None, is_over: bool, today: date) -> Line:
    state: Shown = "answered" if row["state"] == "answered" else "over" if is_over or not found else "open"
    scenario = found.scenario if found else None
    due_on = find_deadline(scenario, row["due_on"]) if scenario else None
    return Line(
        id=row["id"],
        scenario=row["scenario"],
        category=scenario.category if scenario else "city",
        title=Words(scenario.title.zh, scenario.title.en) if scenario else GONE_TITLE,
        text=name_text(scenario, row["step"], row["due_on"], today) if scenario else GONE_TEXT,
        due_on=due_on,
        days_left=(due_on - today).days if due_on else None,
        action=name_action(scenario) if scenario and state == "open" else None,
        told_at=row["told_at"],
        state=state,
        answer=row["answer"],
    )
