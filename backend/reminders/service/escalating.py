"""Those who did not answer: the street office is asked to call, where the person agrees to that."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

import asyncpg
import structlog

from backend.core import clock, db
from backend.core.batches import Connection
from backend.places.service.divisions import divisions, find_division
from backend.registers.service import newest
from backend.reminders.schemas.scenario import Scenario
from backend.reminders.service.holding import why_over
from backend.reminders.service.live import live
from backend.reminders.service.wording import find_deadline
from backend.staff.schemas import NewTask
from backend.staff.service import open_tasks

BATCH = 500
BATCHES_MAX = 10
TOWNSHIP_DIGITS = 9
# How long the office has.
DAYS = 5
KIND = "reminder-unanswered"

# The last step's, neither answered nor read, of those who may be called; all others are left alone for good.
CLAIM = """
select reminder.id, reminder.person, reminder.due_on,
    reading.read_at is null and reminder.application is null
        and coalesce(wish.staff_may_call, true) as is_unanswered
from reminder
left join message_reading as reading on reading.ref = reminder.id
left join message_wish as wish on wish.account = reminder.account
where reminder.scenario = $1 and reminder.state = 'told' and reminder.answered_at is null
    and reminder.escalated_at is null and reminder.told_at <= $2 and reminder.step = $3
order by reminder.told_at limit $4 for update of reminder skip locked
"""
SEEN = "update reminder set escalated_at = $2 where id = any($1::uuid[])"

events = structlog.get_logger()


def key_of(reminder: uuid.UUID) -> str:
    """The key of the task to call about a reminder."""
    return f"{KIND}/{reminder}"


async def escalate() -> int:
    """Leave a task for each who did not answer the last reminder in time; gives how many were looked at.

    At most 5,000 of each scenario; what one run leaves the next one takes.
    """
    total = 0
    for id_, one in (await live()).items():
        for _ in range(BATCHES_MAX if one.escalate is not None else 0):
            done = await _escalate(id_, one)
            total += done
            if done < BATCH:
                break
    return total


async def _escalate(id_: str, scenario: Scenario) -> int:
    assert scenario.escalate is not None  # noqa: S101  # as `escalate` has it
    now = clock.now()
    until = now - timedelta(days=scenario.escalate.after_days)
    async with db.transaction(), db.connection() as connection:
        rows = await connection.fetch(CLAIM, id_, until, len(scenario.steps) - 1, BATCH)
        if not rows:
            return 0
        silent = [row for row in rows if row["is_unanswered"]]
        over = await why_over(id_, scenario, [row["id"] for row in silent], clock.today()) if silent else {}
        await _open(id_, scenario, [row for row in silent if row["id"] not in over])
        await _mark(connection, rows, now)
    events.info("reminders.escalated", scenario=id_, looked_at=len(rows))
    return len(rows)


async def _open(id_: str, scenario: Scenario, rows: Sequence[asyncpg.Record]) -> None:
    """A task at each one's township, or at the city where nobody knows the home."""
    homes = await _find_townships([row["person"] for row in rows])
    due_on = clock.today() + timedelta(days=DAYS)
    await open_tasks(
        [
            NewTask(
                kind=KIND,
                department=scenario.department,
                division=homes.get(row["person"], divisions().root),
                about=row["id"],
                facts={
                    "scenario": id_,
                    "title_zh": scenario.title.zh,
                    "title_en": scenario.title.en,
                    **(
                        {"due_on": day.isoformat()} if (day := find_deadline(scenario, row["due_on"])) else {}
                    ),
                },
                due_on=due_on,
                key=key_of(row["id"]),
            )
            for row in rows
        ]
    )


async def _find_townships(people: list[uuid.UUID]) -> dict[uuid.UUID, str]:
    facts = await newest(people, {"population": ["home_division"]}) if people else {}
    homes = {
        person: str(known[0].facts.get("home_division", "")) for (person, _), known in facts.items() if known
    }
    return {
        person: home[:TOWNSHIP_DIGITS] for person, home in homes.items() if find_division(home) is not None
    }


async def _mark(connection: Connection, rows: Sequence[asyncpg.Record], now: datetime) -> None:
    await connection.execute(SEEN, [row["id"] for row in rows], now)
