"""Telling people what is due: a batch a transaction, each truth asked again just before.

A worker that dies in between leaves its batch as it was; one that comes late finds nothing left to tell.
"""

import uuid
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

import asyncpg
import structlog

from backend.core import audit, clock, db
from backend.core.audit import About, By
from backend.core.batches import Connection
from backend.messages.service import send_many
from backend.registers.service import accounts_of
from backend.reminders.schemas.scenario import Scenario
from backend.reminders.service.composing import compose
from backend.reminders.service.facts import named_facts
from backend.reminders.service.holding import why_over
from backend.reminders.service.live import live

BATCH = 500
FAR = timedelta(days=3660)

WAITING = """
select scenario from unnest($1::text[]) as live (scenario) where exists (
    select from reminder where reminder.scenario = live.scenario and state = 'due' and tell_at <= $2)
"""
# Those whom another worker tells are passed over. An earlier step is not told beside a later one.
CLAIM = """
select id, person, about, due_on, step, remind_on, exists (
    select from reminder as later
    where later.scenario = reminder.scenario and later.person = reminder.person
        and later.record = reminder.record and later.due_on = reminder.due_on and later.step > reminder.step
) as is_followed
from reminder where scenario = $1 and state = 'due' and tell_at <= $2
order by tell_at limit $3 for update of reminder skip locked
"""
# Whoever muted the category was sent nothing.
SETTLE = """
update reminder set account = settled.account,
    state = case when settled.state = 'told' and sent.ref is null then 'stopped' else settled.state end,
    reason = case when settled.state = 'told' and sent.ref is null then 'muted' else settled.reason end,
    told_at = case when sent.ref is not null then $5::timestamptz end, message = sent.message
from unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[]) as settled (id, state, reason, account)
left join message_reading as sent on sent.ref = settled.id
where reminder.id = settled.id returning reminder.about, reminder.account, reminder.state
"""

events = structlog.get_logger()


class Settled(NamedTuple):
    """What becomes of a reminder."""

    id: uuid.UUID
    state: str
    reason: str | None = None
    account: uuid.UUID | None = None


async def tell(*, early: bool = False) -> int:
    """Tell a batch of each scenario; gives how many reminders were settled, 0 when nothing waits.

    `early`: also what waits for the morning, for a demo that nobody wants to wait for.
    """
    until = clock.now() + (FAR if early else timedelta())
    scenarios = await live()
    async with db.connection() as connection:
        rows = await connection.fetch(WAITING, list(scenarios), until)
    return sum([await _tell_batch(row["scenario"], scenarios[row["scenario"]], until) for row in rows])


async def _tell_batch(id_: str, scenario: Scenario, until: datetime) -> int:
    async with db.transaction(), db.connection() as connection:
        rows = await connection.fetch(CLAIM, id_, until, BATCH)
        if not rows:
            return 0
        told = await _settle(connection, await _judge(id_, scenario, rows))
        await _note(id_, scenario, told)
    events.info("reminders.told", scenario=id_, told=len(told), settled=len(rows))
    return len(rows)


async def _judge(id_: str, scenario: Scenario, rows: Sequence[asyncpg.Record]) -> list[Settled]:
    """What becomes of each of them; those who are to be told have been, once the transaction commits.

    Not told after all: when a later step is, when it is too late, when it is no longer true; of those whom
    nobody can reach the truth is asked when they come.
    """
    today = clock.today()
    accounts = await accounts_of({row["person"] for row in rows})
    settled = {row["id"]: Settled(row["id"], "stopped", "later-step") for row in rows if row["is_followed"]}
    for row in rows:
        if _is_late(row, scenario, today):
            settled.setdefault(row["id"], Settled(row["id"], "stopped", "too-late"))
        elif row["person"] not in accounts:
            settled.setdefault(row["id"], Settled(row["id"], "unreachable", "no-account"))
    asked = [row["id"] for row in rows if row["id"] not in settled]
    over = await why_over(id_, scenario, asked, today) if asked else {}
    settled |= {one: Settled(one, "stopped", reason) for one, reason in over.items()}
    reached = [row for row in rows if row["id"] not in settled]
    await send_many([compose(scenario, row, accounts[row["person"]], today) for row in reached])
    return [
        *settled.values(),
        *(Settled(row["id"], "told", None, accounts[row["person"]]) for row in reached),
    ]


def _is_late(row: asyncpg.Record, scenario: Scenario, today: date) -> bool:
    """A missed day is caught up as long as there is something to do; what is past, only for some days."""
    due_on: date | None = row["due_on"]
    passed = due_on is not None and due_on < today
    return passed and row["remind_on"] <= today - timedelta(days=scenario.catch_up_days)


async def _settle(connection: Connection, settled: Sequence[Settled]) -> list[asyncpg.Record]:
    """Write down what became of them; gives those who were told."""
    columns = [list(column) for column in zip(*settled, strict=True)]
    rows = await connection.fetch(SETTLE, *columns, clock.now())
    return [row for row in rows if row["state"] == "told"]


async def _note(id_: str, scenario: Scenario, told: Sequence[asyncpg.Record]) -> None:
    """Whoever was told sees by which facts: the city looked at them for the department whose rule it is."""
    named = named_facts(scenario)
    await audit.note_many(
        "look",
        By("city", department=scenario.department),
        [About(row["account"], row["about"]) for row in told],
        purpose="reminder",
        scenario=id_,
        department=scenario.department,
        registers=list(named),
        fields=[f"{register}.{name}" for register, names in named.items() for name in sorted(names)],
    )
