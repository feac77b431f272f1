"""What was stopped because it was no longer true, and is true again: a date that moved there and back."""

import uuid
from datetime import date, timedelta

from backend.core import clock, db
from backend.reminders.schemas.scenario import Scenario
from backend.reminders.service.holding import holds

BATCH = 500

# An application that was withdrawn, facts and deaths that were put right. Of a match, only this version.
STOPPED = """
select id from reminder
where scenario = $1 and state = 'stopped' and reason in ('applied', 'changed', 'deceased')
    and remind_on > $2 and (due_on is not null or version = $3) and id > $4
order by id limit $5
"""
REVIVE = """
update reminder set state = 'due', reason = null, tell_at = greatest(tell_at, $2)
where id = any($1::uuid[]) and state = 'stopped'
"""


async def revive(id_: str, scenario: Scenario, today: date) -> int:
    """Let those be told after all, as long as missed days are caught up with; gives how many.

    The sweep has no second row for the same day of a plan.
    """
    since, last, total = today - timedelta(days=scenario.catch_up_days), uuid.UUID(int=0), 0
    while True:
        async with db.connection() as connection:
            rows = await connection.fetch(STOPPED, id_, since, scenario.version, last, BATCH)
            held = await holds(scenario, [row["id"] for row in rows], today)
            if held:
                await connection.execute(REVIVE, list(held), clock.now())
        total += len(held)
        if len(rows) < BATCH:
            return total
        last = rows[-1]["id"]
