"""Turning scenarios on and off."""

from collections.abc import Collection

import structlog

from backend.core import audit, clock, db
from backend.core.actors import Resident
from backend.reminders.errors import DryRunOnly, PolicyEnded
from backend.reminders.schemas.operating import ScenarioView
from backend.reminders.service.catalogue import digest
from backend.reminders.service.listing import find_led_scenario, read_scenario
from backend.reminders.service.live import Known, known
from backend.reminders.service.rights import by
from backend.reminders.service.rounds import ask

SET = """
insert into scenario_switch (scenario, live, by, at, digest) values ($1, $2, $3, $4, $5)
on conflict (scenario) do update set
    live = excluded.live, by = excluded.by, at = excluded.at, digest = excluded.digest
"""
SET_POLICY = """
update policy set state = case when $2 then 'live' else 'draft' end, updated_at = $4, updated_by = $3,
    live_at = case when $2 then coalesce(live_at, $4) else live_at end
where id = $1 and state <> 'ended' returning true
"""
# Whoever turned one off meant it.
SET_ALL = """
insert into scenario_switch (scenario, live, by, at) select scenario, true, $2, $3
from unnest($1::text[]) as runnable (scenario) on conflict (scenario) do nothing
"""

events = structlog.get_logger()


async def switch(actor: Resident, id_: str, *, live: bool) -> ScenarioView:
    """The scenario, telling people from now on, or no longer; everybody is looked at when it begins.

    NotFound unless the actor may switch it, DryRunOnly for a rule that nobody checked, PolicyEnded.
    """
    one = await find_led_scenario(actor, id_)
    if live and one.runs == "dry-run-only":
        raise DryRunOnly
    await turn(actor, id_, one, live=live)
    return await read_scenario(actor, id_)


async def turn(actor: Resident, id_: str, one: Known, *, live: bool) -> None:
    """Write it down, note who did it, and ask for a sweep when it begins."""
    now, scenario = clock.now(), one.scenario
    async with db.transaction(), db.connection() as connection:
        if one.row is None:
            await connection.execute(SET, id_, live, actor.account, now, digest(scenario))
        elif not await connection.fetchval(SET_POLICY, id_, live, actor.account, now):
            raise PolicyEnded
        if live:
            await ask([id_])
        action = "scenario-switched-on" if live else "scenario-switched-off"
        await audit.note(action, by(actor, scenario.department), scenario=id_, version=scenario.version)
    events.info("reminders.switched", scenario=id_, live=live, by=str(actor.account))


async def switch_all_on(actor: Resident) -> Collection[str]:
    """Let every rule that may run tell people, but for those that somebody turned off; for a demo city."""
    runnable = [id_ for id_, one in (await known()).items() if one.runs == "off" and one.row is None]
    async with db.connection() as connection:
        await connection.execute(SET_ALL, runnable, actor.account, clock.now())
    return runnable
