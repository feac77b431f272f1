"""Which scenarios there are, with operators' policies among them, and which of them tell people."""

from datetime import date
from typing import NamedTuple

import asyncpg
import msgspec

from backend.core import clock, db
from backend.core.problems import NotFound
from backend.reminders.schemas.operating import PolicyState, Runs
from backend.reminders.schemas.policy import Policy
from backend.reminders.schemas.scenario import Scenario
from backend.reminders.service.catalogue import policies, policy_scenario, scenarios

SWITCHES = "select scenario, live, digest from scenario_switch"
POLICIES = "select * from policy where $1::text is null or id = $1 order by id"


class Known(NamedTuple):
    """A scenario, whether it tells people, and the policy that it is, if it is one."""

    scenario: Scenario
    runs: Runs
    policy: Policy | None = None
    state: PolicyState | None = None
    row: asyncpg.Record | None = None


async def known() -> dict[str, Known]:
    """Every scenario of the content, every policy of the content, and every policy that operators made."""
    async with db.connection() as connection:
        switches = {row["scenario"]: row["live"] for row in await connection.fetch(SWITCHES)}
        rows = await connection.fetch(POLICIES, None)
    today = clock.today()
    found = {id_: Known(one, tell_runs(one, switches.get(id_), today)) for id_, one in scenarios().items()}
    for id_, policy in policies().items():
        scenario = policy_scenario(policy)
        runs = tell_runs(scenario, switches.get(id_), today)
        found[id_] = Known(scenario, runs, policy, "live" if runs == "live" else "draft")
    for row in rows:
        policy = read_policy(row)
        scenario = policy_scenario(policy)
        runs = tell_runs(scenario, row["state"] == "live", today)
        found[row["id"]] = Known(scenario, runs, policy, row["state"], row)
    return found


async def live() -> dict[str, Scenario]:
    """Those that tell people now."""
    return {id_: one.scenario for id_, one in (await known()).items() if one.runs == "live"}


async def find(id_: str) -> Known:
    """One of them; NotFound."""
    found = (await known()).get(id_)
    if found is None:
        raise NotFound
    return found


def tell_runs(scenario: Scenario, switched: bool | None, today: date) -> Runs:
    """Whether it tells people: only what was read in the law, or what somebody checked not too long ago."""
    checked = scenario.checked
    if scenario.mark != "V" and (checked is None or not checked.on <= today <= checked.until):
        return "dry-run-only"
    return "live" if switched else "off"


def read_policy(row: asyncpg.Record) -> Policy:
    """The policy of a row."""
    return msgspec.json.decode(row["definition"], type=Policy)
