"""Telling people what is due: a batch a transaction, each truth asked again just before.

A worker that dies in between leaves its batch as it was; one that comes late finds nothing left to tell.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

import asyncpg
import structlog

from backend.core import audit, clock, db
from backend.core.audit import About, By
from backend.core.batches import Connection
from backend.core.problems import is_passing_fault
from backend.reminders.schemas.scenario import Scenario
from backend.reminders.service.examples.running import find_moves
from backend.reminders.service.facts import named_facts
from backend.reminders.service.judging import Settled, judge
from backend.reminders.service.live import live

BATCH = 500
FAR = timedelta(days=3660)

WAITING = """
select scenario from unnest($1::text[]) as live (scenario) where exists (
    select from reminder where reminder.scenario = live.scenario and state = 'due' and tell_at <= $2)
"""
# Those whom another worker tells are passed over. An earlier step is not told beside a later one, nor an
# earlier version of a match beside a later one; what was answered since it was found is not told again.
CLAIM = """
select id, person, about, due_on, step, remind_on, exists (
    select from reminder as later
    where later.scenario = reminder.scenario and later.person = reminder.person
        and later.record = reminder.record and later.due_on = reminder.due_on and later.step > reminder.step
) or reminder.due_on is null and exists (
    select from reminder as later
    where later.scenario = reminder.scenario and later.person = reminder.person
        and later.record = reminder.record and later.due_on is null and later.version > reminder.version
) as is_followed, exists (
    select from reminder as said
    where said.scenario = reminder.scenario and said.person = reminder.person
        and said.record = reminder.record and said.answer in ('done', 'not-needed')
        and said.due_on between reminder.due_on - $4::integer and reminder.due_on + $4::integer
) as is_answered
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


async def tell(*, early: bool = False) -> int:
    """Tell a batch of each scenario; gives how many reminders were settled, 0 when nothing waits.

    `early`: also what waits for the morning, for a demo that nobody wants to wait for.
    """
    until = clock.now() + (FAR if early else timedelta())
    scenarios = await live()
    async with db.connection() as connection:
        rows = await connection.fetch(WAITING, list(scenarios), until)
    return sum([await _try(row["scenario"], scenarios[row["scenario"]], until) for row in rows])


async def _try(id_: str, scenario: Scenario, until: datetime) -> int:
    """As `_tell_batch`; one rule's fault keeps nobody else's reminders back."""
    try:
        return await _tell_batch(id_, scenario, until)
    except Exception as error:
        if is_passing_fault(error):
            raise
        events.error("reminders.telling_failed", scenario=id_, exc_info=error)
        return 0


async def _tell_batch(id_: str, scenario: Scenario, until: datetime) -> int:
    async with db.transaction(), db.connection() as connection:
        rows = await connection.fetch(CLAIM, id_, until, BATCH, find_moves(scenario))
        if not rows:
            return 0
        told = await _settle(connection, await judge(id_, scenario, rows))
        await _note(id_, scenario, told)
    events.info("reminders.told", scenario=id_, told=len(told), settled=len(rows))
    return len(rows)


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
