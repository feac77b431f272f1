"""Scenarios as those who run them see them."""

from collections.abc import Collection
from typing import Any

from backend.core import clock, db
from backend.core.actors import Resident
from backend.core.problems import NotFound, Words
from backend.reminders.schemas import operating
from backend.reminders.schemas.scenario import Scenario
from backend.reminders.service.facts import named_facts, say
from backend.reminders.service.live import Known, find, known
from backend.reminders.service.rights import find_led
from backend.reminders.service.why import view_law
from backend.staff.service import departments

COUNTED_DAYS = 30

# The last sweep that ended, or the one that is going on.
SWEEPS = """
select asked.scenario, last.* from unnest($1::text[]) as asked (scenario) cross join lateral (
    select coalesce(finished_at, asked_at) as at, made, error from sweep
    where sweep.scenario = asked.scenario order by asked_at desc limit 1
) as last
"""
COUNTS = """
select scenario, state, count(*) from reminder
where remind_on > $2 and scenario = any($1::text[]) group by scenario, state
"""


async def list_scenarios(actor: Resident) -> operating.ScenarioList:
    """Every scenario that the actor may switch; NotAllowed for whoever leads nobody."""
    led = await find_led(actor)
    found = {id_: one for id_, one in (await known()).items() if one.scenario.department in led}
    last, counts = await read_last(found), await read_counts(found)
    return operating.ScenarioList(
        [operating.ScenarioLine(**_line(id_, one, last, counts)) for id_, one in found.items()]
    )


async def read_scenario(actor: Resident, id_: str) -> operating.ScenarioView:
    """A scenario, whole; NotFound unless the actor may switch it."""
    one = await find_led_scenario(actor, id_)
    line = _line(id_, one, await read_last([id_]), await read_counts([id_]))
    return operating.ScenarioView(**line, **_more(one.scenario))


async def find_led_scenario(actor: Resident, id_: str) -> Known:
    """A scenario that the actor may switch; NotFound, NotAllowed."""
    led, one = await find_led(actor), await find(id_)
    if one.scenario.department not in led:
        raise NotFound
    return one


async def read_last(scenarios: Collection[str]) -> dict[str, operating.LastSweep]:
    """The last sweep of each."""
    async with db.connection() as connection:
        rows = await connection.fetch(SWEEPS, list(scenarios))
    return {row["scenario"]: operating.LastSweep(row["at"], row["made"], row["error"]) for row in rows}


async def read_counts(scenarios: Collection[str]) -> dict[str, operating.Counts]:
    """The reminders of the last 30 days, by scenario and state."""
    since = clock.today().toordinal() - COUNTED_DAYS
    async with db.connection() as connection:
        rows = await connection.fetch(COUNTS, list(scenarios), clock.today().fromordinal(since))
    found: dict[str, dict[str, int]] = {}
    for row in rows:
        found.setdefault(row["scenario"], {})[row["state"]] = row["count"]
    return {id_: operating.Counts(**states) for id_, states in found.items()}


def name_department(id_: str) -> Words:
    """What a department is called."""
    return say(departments()[id_].title)


def view_checked(one: Scenario) -> operating.Checked | None:
    """Who checked the rule."""
    checked = one.checked
    return None if checked is None else operating.Checked(checked.by, checked.on, checked.until)


def _line(
    id_: str,
    one: Known,
    last: dict[str, operating.LastSweep],
    counts: dict[str, operating.Counts],
) -> dict[str, Any]:
    scenario = one.scenario
    return {
        "id": id_,
        "title": Words(scenario.title.zh, scenario.title.en),
        "category": scenario.category,
        "class_": scenario.class_,
        "department": scenario.department,
        "department_title": name_department(scenario.department),
        "mark": scenario.mark,
        "checked": view_checked(scenario),
        "runs": one.runs,
        "version": scenario.version,
        "policy": one.policy is not None,
        "last_sweep": last.get(id_),
        "counts": counts.get(id_, operating.Counts()),
    }


def _more(scenario: Scenario) -> dict[str, Any]:
    action = scenario.action
    return {
        "text": Words(scenario.text.zh, scenario.text.en),
        "sms": Words(scenario.sms.zh, scenario.sms.en) if scenario.sms else None,
        "sensitivity": scenario.sensitivity,
        "tell": list(scenario.tell),
        "trigger": scenario.trigger.__struct_config__.tag,
        "steps": [_step(scenario, place) for place in range(len(scenario.steps))],
        "service": action.service if action else None,
        "path": action.path if action else None,
        "escalates": scenario.escalate is not None,
        "catch_up_days": scenario.catch_up_days,
        "effective_from": scenario.effective_from,
        "effective_to": scenario.effective_to,
        "rule": [view_law(law) for law in scenario.legal],
        "note": scenario.note,
        "facts": [
            f"{register}.{name}" for register, names in named_facts(scenario).items() for name in names
        ],
    }


def _step(scenario: Scenario, place: int) -> operating.StepView:
    step = scenario.steps[place]
    distance, text = step.distance(), step.text or scenario.text
    return operating.StepView(
        months=distance.months,
        days=distance.days,
        working_days=distance.working_days,
        window=step.window,
        text=Words(text.zh, text.en),
    )
