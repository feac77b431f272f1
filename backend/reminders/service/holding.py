"""Whether what a reminder says is still so, asked of many at once by the statement that made them."""

import uuid
from collections.abc import Collection
from datetime import date
from typing import Literal

from backend.core import db
from backend.reminders.schemas.scenario import Scenario
from backend.reminders.service import fragments
from backend.reminders.service.compiling import compile_scenario
from backend.reminders.service.hitting import as_columns, find_again

# What made it untrue: an application, a death, or facts that changed (renewed, moved, deleted, done).
Over = Literal["applied", "deceased", "changed"]

DUES = "select distinct due_on from reminder where id = any($1::uuid[]) and due_on is not null"
STILL = """
with {hits}, asked as materialized (select * from reminder where id = any($7::uuid[])), found as ({select})
select distinct id from found
"""
WHY = """
select reminder.id,
    exists (
        select from application_case as asked
        where asked.service = $2 and asked.subject in (reminder.person, reminder.firm)
            and asked.state in ('submitted', 'accepted', 'correction-asked', 'corrected', 'in-review',
                'approved', 'delivered')) as applied,
    exists (
        select from current_record as dead
        where dead.register = 'population' and dead.subject in (reminder.person, reminder.about)
            and dead.facts ? 'deceased_on') as deceased
from reminder where id = any($1::uuid[])
"""


async def holds(scenario: Scenario, ids: Collection[uuid.UUID], today: date) -> set[uuid.UUID]:
    """Those of a scenario's reminders `ids` that are still true: the same occasion, due on the same day."""
    if not ids:
        return set()
    query = compile_scenario(scenario, today, asked=True)
    async with db.connection() as connection:
        dues = [row["due_on"] for row in await connection.fetch(DUES, list(ids))]
        hits = find_again(scenario, dues, today)
        sql = STILL.format(hits=fragments.HITS, select=query.sql)
        rows = await connection.fetch(sql, today, *as_columns(hits), list(ids), *query.parameters)
    return {row["id"] for row in rows}


async def why_over(
    id_: str,  # noqa: ARG001  # named as a sweep is
    scenario: Scenario,
    ids: Collection[uuid.UUID],
    today: date,
) -> dict[uuid.UUID, Over]:
    """Those of the scenario's reminders `ids` that are true no more, and why."""
    over = set(ids) - await holds(scenario, ids, today)
    if not over:
        return {}
    service = scenario.action.service if scenario.action else None
    async with db.connection() as connection:
        rows = await connection.fetch(WHY, list(over), service)
    found: dict[uuid.UUID, Over] = dict.fromkeys(over, "changed")
    for row in rows:
        if row["deceased"]:
            found[row["id"]] = "deceased"
        elif row["applied"]:
            found[row["id"]] = "applied"
    return found
