"""The sweep: one scenario asked for everybody, by one statement that leaves a row for each who is to be told.

Nothing of it passes through this process but the count. Run twice, late, or on two machines at once it leaves
the same rows.
"""

from datetime import date
from typing import Any

from backend.core import clock, db
from backend.reminders.rules.triggers import Match
from backend.reminders.schemas.scenario import Scenario
from backend.reminders.service import fragments
from backend.reminders.service.compiling import FIXED, compile_scenario
from backend.reminders.service.dry_run import dry_run
from backend.reminders.service.examples.running import find_moves
from backend.reminders.service.hitting import as_columns, find_hits, warn_of_gaps

__all__ = ["dry_run", "sweep"]

SECONDS_MAX = 600
LOCK = "select pg_advisory_xact_lock(hashtextextended('sweep' || $1, 0))"
# Sorts and hashes of everybody stay in memory; compiling the statement would take longer than running it.
ROOM = "set local work_mem = '128MB'; set local jit = off"

# Told at nine in China, or now when that is later, spread over twenty minutes (whole ones: equal ones share a
# place in the index).
SWEEP = """
with {hits}, found as ({select})
insert into reminder
    (id, scenario, version, person, record, about, firm, due_on, step, remind_on, tell_at, state, created_at)
select uuidv7(), {scenario}, {version}, person, record, about, firm, due_on, step, remind_on,
    greatest((remind_on + time '09:00') at time zone 'Asia/Shanghai', {now})
        + floor(random() * 20) * interval '1 minute', 'due', {now}
from found where $7::uuid[] is null and not exists ({told})
on conflict do nothing
"""
# The same step or a later one of the same occasion; what was answered is not asked again.
TOLD = """
    select from reminder as told
    where told.scenario = {scenario} and told.person = found.person and told.record = found.record
        and {same} and (told.answer in ('done', 'not-needed') or (told.state <> 'stopped'
            and (told.remind_on >= found.remind_on or (told.step = found.step and told.version = {version}))))
"""
TOLD_MATCHED = """
    select from reminder as told
    where told.scenario = {scenario} and told.person = found.person and told.record = found.record
        and told.due_on is null and told.version = {version}
"""


async def sweep(id_: str, scenario: Scenario, today: date) -> int:
    """Leave a reminder for each who is to be told something by `today`; gives how many there are more."""
    hits = find_hits(scenario, today)
    if not hits:
        return 0
    warn_of_gaps(id_, scenario, hits)
    sql, parameters = write(id_, scenario, today)
    async with db.transaction(), db.connection() as connection:
        await connection.execute(LOCK, id_)
        await connection.execute(ROOM)
        done: str = await connection.execute(
            sql, today, *as_columns(hits), None, *parameters, timeout=SECONDS_MAX
        )
    return int(done.rpartition(" ")[2])


def write(id_: str, scenario: Scenario, today: date) -> tuple[str, list[Any]]:
    """The statement of a sweep, and its parameters from the 8th on."""
    query = compile_scenario(scenario, today)
    place = FIXED + len(query.parameters)
    scenario_, version, now = f"${place + 1}::text", f"${place + 2}::integer", f"${place + 3}::timestamptz"
    moves = find_moves(scenario)
    same = (
        f"told.due_on between found.due_on - {moves} and found.due_on + {moves}"
        if moves
        else "told.due_on = found.due_on"
    )
    told = TOLD_MATCHED if isinstance(scenario.trigger, Match) else TOLD
    sql = SWEEP.format(
        hits=fragments.HITS,
        select=query.sql,
        scenario=scenario_,
        version=version,
        now=now,
        told=told.format(scenario=scenario_, version=version, same=same),
    )
    return sql, [*query.parameters, id_, scenario.version, clock.now()]
