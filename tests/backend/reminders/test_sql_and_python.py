"""Whoever the statement finds among everybody is whom the same scenario finds in Python, one by one."""

import asyncio
from datetime import date, timedelta
from typing import Any

import asyncpg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from litestar import Litestar

from backend.core.settings import Settings
from backend.reminders.schemas.scenario import Scenario
from backend.reminders.service import fragments
from backend.reminders.service.compiling import compile_scenario
from backend.reminders.service.examples.evaluating import find_due
from backend.reminders.service.examples.worlds import World, make_world
from backend.reminders.service.hitting import as_columns, find_hits
from tests.backend.reminders.made import live, make
from tests.scenarios.city import Life

TODAYS = st.just(date(2026, 11, 25)) | st.sampled_from(
    [date(2027, 2, 28), date(2028, 2, 29), date(2026, 10, 9)]
)
STEPS = [{"days": -30}, {"days": -7}, {"working_days": 5}]

# Of each: the trigger, who may be told, the facts that bring it about, and the others that may be asked.
KINDS: list[dict[str, Any]] = [
    {
        "trigger": {
            "kind": "record", "register": "driving-licence", "due": {"from": "driving-licence.valid_to"},
        },
        "tell": [["holder"], ["holder", "guardian"]],
        "facts": ["driving-licence", "population", "pension"],
    },
    {
        "trigger": {
            "kind": "record", "register": "population", "due": {"from": "population.birth_date", "years": 16},
        },
        "tell": [["guardian"], ["holder"], ["holder", "guardian"]],
        "facts": ["population", "guardianship", "vehicle"],
        "about": ["population"],
    },
    {
        "trigger": {
            "kind": "record", "register": "vehicle",
            "due": {"from": "vehicle.inspection_valid_to", "working_days": -3},
        },
        "tell": [["related"]],
        "facts": ["vehicle", "vehicle-insurance"],
        "about": ["population", "pension"],
    },
    {
        "trigger": {"kind": "record", "register": "food-licence", "due": {"from": "food-licence.valid_to"}},
        "tell": [["representative"]],
        "facts": ["food-licence", "firm-registration"],
        "about": ["population"],
    },
    {
        "trigger": {
            "kind": "recurring", "register": "employment",
            "from": "employment.hired_on", "every": {"months": 6},
        },
        "tell": [["employer"], ["holder", "employer"]],
        "facts": ["employment", "firm-registration", "population"],
        "about": ["population"],
    },
    {
        "trigger": {"kind": "yearly", "register": "income-tax", "opens": "10-01", "closes": "11-20"},
        "tell": [["holder"]],
        "facts": ["income-tax", "population"],
    },
    {"trigger": {"kind": "birthday", "calendar": "solar"}, "tell": [["holder"]], "facts": ["population"]},
    {"trigger": {"kind": "birthday", "calendar": "lunar"}, "tell": [["guardian"]], "facts": ["population"]},
    {
        "trigger": {"kind": "festival", "calendar": "lunar", "on": "10-15"},
        "tell": [["holder"]],
        "facts": ["population", "marriage"],
    },
    {
        "trigger": {"kind": "match", "register": "firm-registration"},
        "tell": [["representative"]],
        "facts": ["firm-registration", "food-licence"],
        "about": ["population", "vehicle"],
    },
]  # fmt: skip
# What may be asked, and what a record may say.
ASKED: dict[str, list[dict[str, Any]]] = {
    "driving-licence": [{"fact": "driving-licence.points", "is": "at-least", "value": 3}],
    "population": [
        {"fact": "population.birth_date", "is": "at-or-before", "date": {"from": "due", "years": -16}},
        {"fact": "population.deceased_on", "is": "absent"},
        {"fact": "population.sex", "is": "equals", "value": "male"},
    ],
    "pension": [{"not": {"fact": "pension.since", "is": "present"}}],
    "vehicle": [{"fact": "vehicle.open_violations", "is": "more", "value": 0}],
    "vehicle-insurance": [
        {"fact": "vehicle-insurance.valid_to", "is": "after", "other": "vehicle-insurance.valid_from"}
    ],
    "food-licence": [
        {"fact": "food-licence.valid_from", "is": "before", "date": {"from": "today", "years": -1}}
    ],
    "firm-registration": [
        {"fact": "firm-registration.report_year", "is": "less", "year": {"from": "today", "years": -1}}
    ],
    "employment": [{"fact": "employment.ended_on", "is": "absent"}],
    "income-tax": [{"fact": "income-tax.kind", "is": "one-of", "value": ["business"]}],
    "marriage": [{"fact": "marriage.status", "is": "equals", "value": "married"}],
}


@st.composite
def records(draw: st.DrawFn, register: str, today: date) -> dict[str, Any]:
    """One record; its dates lie where something may be due."""
    near = st.integers(-45, 45).map(lambda days: today + timedelta(days=days))
    long_ago = st.tuples(near, st.sampled_from([16, 1, 16, 60])).map(lambda one: _years_before(*one))
    fields: dict[str, dict[str, st.SearchStrategy[Any]]] = {
        "driving-licence": {"points": st.integers(0, 6)},
        "population": {
            "birth_date": long_ago, "deceased_on": st.none() | st.none() | st.none() | near,
            "sex": st.sampled_from(["male", "female"]),
        },
        "pension": {"since": st.none() | near},
        "vehicle": {"inspection_valid_to": near, "open_violations": st.integers(0, 1)},
        "vehicle-insurance": {},
        "food-licence": {},
        "firm-registration": {
            "status": st.sampled_from(["open", "open", "open", "closed"]),
            "report_year": st.integers(today.year - 3, today.year),
        },
        "employment": {"hired_on": long_ago, "ended_on": st.none() | near},
        "income-tax": {"kind": st.sampled_from(["wages", "business"])},
        "marriage": {"status": st.sampled_from(["married", "divorced"])},
        "guardianship": {"relation": st.just("mother")},
    }  # fmt: skip
    said = {name: draw(strategy) for name, strategy in fields[register].items()}
    said |= {"valid_from": draw(st.none() | long_ago), "valid_to": draw(near | near | st.none())}
    return {name: value for name, value in said.items() if value is not None}


def _years_before(day: date, years: int) -> date:
    return date(day.year - years, day.month, min(day.day, 28) if day.month == 2 else day.day)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Scenario, World, Life, date]:
    """A scenario, some people, and a day."""
    kind, today = draw(st.sampled_from(KINDS)), draw(TODAYS)
    trigger, registers = kind["trigger"], [*kind["facts"], *kind.get("about", [])]
    asked = [one for register in dict.fromkeys(registers) for one in ASKED.get(register, [])]
    condition = (
        st.none() | st.none() | st.sampled_from(asked) if trigger["kind"] != "match" else st.just(asked[0])
    )
    scenario = make(
        trigger=trigger,
        tell=draw(st.sampled_from(kind["tell"])),
        steps=STEPS if trigger["kind"] != "match" else [{"days": 0}],
        when=draw(condition),
        until=draw(st.none() | st.none() | st.sampled_from(asked)) if trigger["kind"] != "match" else None,
        effective_from=draw(st.none() | st.none() | st.none() | st.just("2027-01-01")),
        action=None,
    )
    people = {
        whose: {
            one: draw(st.lists(records(one, today), min_size=1, max_size=3)) for one in kind.get(whose, [])
        }
        for whose in ("facts", "about")
    }
    example = live(people["facts"], people["about"])
    return scenario, make_world(scenario, example, today), Life("made", scenario, example), today


@pytest.fixture(scope="module")
def runner() -> Any:
    """An event loop of its own: hypothesis calls tests that do not wait."""
    with asyncio.Runner() as found:
        yield found


@pytest.fixture(scope="module")
def database(app: Litestar, settings: Settings, runner: asyncio.Runner) -> Any:
    """A connection on that loop."""
    opened = runner.run(asyncpg.connect(settings.database_url))
    yield opened
    runner.run(opened.close())


@given(case=cases())
@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
def test_both_find_the_same(
    database: Any, runner: asyncio.Runner, case: tuple[Scenario, World, Life, date]
) -> None:
    scenario, world, life, today = case
    expected = {
        (life.id_of(due.person), _record(life, world, due.record), due.due_on, due.step, due.remind_on)
        for due in find_due(scenario, world, today)
    }
    found = runner.run(_find(database, scenario, world, life, today))
    assert found == expected


def test_what_is_asked_of_a_firm_is_asked_of_the_record_s_whoever_is_told(
    database: Any, runner: asyncio.Runner
) -> None:
    today = date(2026, 11, 25)
    scenario = make(
        trigger=KINDS[4]["trigger"], tell=["holder", "employer"], steps=STEPS, action=None,
        until=ASKED["firm-registration"][0],
    )  # fmt: skip
    for year, told in ((2023, 0), (2025, 2)):
        facts = {
            "employment": [{"hired_on": date(2010, 11, 25)}],
            "firm-registration": [{"status": "open", "report_year": year}],
        }
        example = live(facts, {})
        world, life = make_world(scenario, example, today), Life("made", scenario, example)
        assert len(find_due(scenario, world, today)) == told
        assert len(runner.run(_find(database, scenario, world, life, today))) == told


def _record(life: Life, world: World, name: str) -> Any:
    rows = {f"{row.register}-{row.place}": row for row in world.rows}
    if name not in rows:
        return life.id_of(name)
    row = rows[name]
    return life.id_of(row.register, row.subject, row.place)


async def _find(database: Any, scenario: Scenario, world: World, life: Life, today: date) -> set[Any]:
    query = compile_scenario(scenario, today)
    hits = find_hits(scenario, today)
    transaction = database.transaction()
    await transaction.start()
    try:
        await database.execute("delete from record")
        await life.write(database, world)
        sql = f"with {fragments.HITS} select * from ({query.sql}) as found where $7::uuid[] is null"
        rows = await database.fetch(sql, today, *as_columns(hits), None, *query.parameters)
    finally:
        await transaction.rollback()
    return {(row["person"], row["record"], row["due_on"], row["step"], row["remind_on"]) for row in rows}
