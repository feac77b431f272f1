"""Conditions: what they mean for one person, and that SQL means the same for everybody."""

import asyncio
from datetime import date
from typing import Any

import asyncpg
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from litestar import Litestar

from backend.conditions.rules.checking import check, names
from backend.conditions.rules.compiling import compile_condition
from backend.conditions.rules.dates import add_months
from backend.conditions.rules.evaluating import evaluate
from backend.conditions.schemas import Column, Condition, Fact, FactType
from backend.core.settings import Settings
from backend.workdays.service import calendar

TODAY = date(2026, 11, 25)
TYPES: dict[str, FactType] = {
    "person.name": "text",
    "person.city": "text",
    "person.age": "integer",
    "person.points": "integer",
    "person.local": "boolean",
    "person.born_on": "date",
    "person.moved_on": "date",
    "person.tags": "texts",
}
SQL_TYPES = {
    "text": "text", "integer": "bigint", "boolean": "boolean", "date": "date", "texts": "jsonb",
}  # fmt: skip
COLUMNS = {name: Column(f'facts."{name}"', type_) for name, type_ in TYPES.items()}

DATES = st.one_of(
    st.dates(date(1900, 1, 1), date(2100, 12, 31)),
    st.sampled_from(
        [date(2024, 2, 29), date(2026, 1, 31), TODAY, date(2026, 10, 1), date(2000, 1, 1), date.min, date.max]
    ),
)
WORDS = st.sampled_from(["", "a", "b", "廊坊", "O'Neil", '"; --'])
NUMBERS = st.integers(-3, 90) | st.integers(2024, 2028)
FACTS: dict[str, st.SearchStrategy[Any]] = {
    "text": WORDS, "integer": NUMBERS, "boolean": st.booleans(), "date": DATES,
    "texts": st.lists(WORDS, max_size=3),
}  # fmt: skip


def facts() -> st.SearchStrategy[dict[str, Fact]]:
    """Everything about one person, some of it unknown."""
    return st.fixed_dictionaries({name: st.none() | FACTS[type_] for name, type_ in TYPES.items()})


def named(type_: FactType) -> st.SearchStrategy[str]:
    """A fact of this type."""
    return st.sampled_from([name for name, known in TYPES.items() if known == type_])


@st.composite
def comparisons(draw: st.DrawFn) -> dict[str, Any]:
    """A fact, compared in one of the ways its type allows."""
    fact = draw(st.sampled_from(list(TYPES)))
    type_ = TYPES[fact]
    if draw(st.integers(0, 7)) == 0:
        return {"fact": fact, "is": draw(st.sampled_from(["present", "absent"]))}
    if type_ == "texts":
        return {"fact": fact, "is": "contains", "value": draw(WORDS.filter(bool))}
    if type_ in ("text", "integer") and draw(st.booleans()):
        values = draw(st.lists(FACTS[type_].filter(lambda one: one != ""), min_size=1, max_size=4))
        return {"fact": fact, "is": "one-of", "value": values}
    order = {"integer": ["less", "at-most", "more", "at-least"]}
    order["date"] = ["before", "at-or-before", "after", "at-or-after"]
    node = {"fact": fact, "is": draw(st.sampled_from(["equals", "differs", *order.get(type_, [])]))}
    if type_ == "date" and draw(st.booleans()):
        return node | {"date": draw(offsets())}
    if type_ == "integer" and draw(st.booleans()):
        return node | {"year": draw(offsets())}
    if draw(st.booleans()):
        return node | {"other": draw(named(type_))}
    value = draw(FACTS[type_].filter(lambda one: one != ""))
    return node | {"value": value.isoformat() if isinstance(value, date) else value}


@st.composite
def offsets(draw: st.DrawFn) -> dict[str, Any]:
    """A date reckoned from today or another date."""
    parts = {
        "years": st.integers(-100, 100), "months": st.integers(-30, 30),
        "days": st.integers(-400, 400), "working_days": st.integers(-60, 60),
    }  # fmt: skip
    chosen = draw(st.sets(st.sampled_from(list(parts)), max_size=3))
    begin = draw(st.just("today") | named("date"))
    return {"from": begin, **{part: draw(parts[part]) for part in chosen}}


def trees() -> st.SearchStrategy[dict[str, Any]]:
    """Whole conditions."""
    return st.recursive(
        comparisons(),
        lambda below: st.one_of(
            st.lists(below, min_size=1, max_size=3).map(lambda some: {"all": some}),
            st.lists(below, min_size=1, max_size=3).map(lambda some: {"any": some}),
            below.map(lambda one: {"not": one}),
        ),
        max_leaves=8,
    )


def read(tree: dict[str, Any]) -> Condition:
    """The condition that content would write so."""
    return msgspec.convert(tree, Condition)


@pytest.fixture(scope="module")
def runner() -> Any:
    """An event loop of its own: hypothesis calls tests that do not wait."""
    with asyncio.Runner() as found:
        yield found


@pytest.fixture(scope="module")
def database(app: Litestar, settings: Settings, runner: asyncio.Runner) -> Any:
    """A connection on that loop."""

    async def connect() -> Any:
        opened = await asyncpg.connect(settings.database_url)
        await opened.set_type_codec(
            "jsonb",
            encoder=lambda value: msgspec.json.encode(value).decode(),
            decoder=str,
            schema="pg_catalog",
        )
        return opened

    opened = runner.run(connect())
    yield opened
    runner.run(opened.close())


@given(tree=trees(), people=st.lists(facts(), min_size=1, max_size=12))
@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
def test_sql_and_python_agree(
    database: Any, runner: asyncio.Runner, tree: dict[str, Any], people: list[dict[str, Fact]]
) -> None:
    condition = read(tree)
    assert check(condition, TYPES) == []
    sql, parameters = compile_condition(condition, COLUMNS, TODAY, first=len(TYPES) + 1)
    for person in people:
        given_facts = ", ".join(
            f'${place}::{SQL_TYPES[type_]} as "{name}"'
            for place, (name, type_) in enumerate(TYPES.items(), 1)
        )
        query = f"select {sql} from (select {given_facts}) as facts"
        answer = runner.run(database.fetchval(query, *[person[name] for name in TYPES], *parameters))
        assert answer is evaluate(condition, person, TODAY, calendar()), (sql, person)


def test_what_is_not_known_decides_only_where_it_must() -> None:
    unknown = {"fact": "person.age", "is": "more", "value": 3}
    true, false = {"fact": "person.name", "is": "absent"}, {"fact": "person.name", "is": "present"}
    expected: list[tuple[dict[str, Any], bool | None]] = [
        ({"all": [unknown, false]}, False), ({"all": [unknown, true]}, None),
        ({"any": [unknown, true]}, True), ({"any": [unknown, false]}, None),
        ({"not": unknown}, None), ({"not": false}, True),
    ]  # fmt: skip
    for tree, answer in expected:
        assert evaluate(read(tree), {}, TODAY, calendar()) is answer, tree


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(9999, 12, 1), 1, None),
    ],
)
def test_calendar_months_end_with_the_month(day: date, months: int, later: date | None) -> None:
    assert add_months(day, months) == later


@pytest.mark.parametrize(
    ("tree", "complaint"),
    [
        ({"fact": "person.shoe", "is": "present"}, "$: nobody knows the fact 'person.shoe'"),
        ({"fact": "person.name", "is": "less", "value": 3}, "$.is: `less` cannot be asked of person.name"),
        ({"fact": "person.age", "is": "less", "value": "3"}, "$.value: '3' cannot be compared"),
        ({"fact": "person.age", "is": "equals", "value": True}, "$.value: True cannot be compared"),
        ({"fact": "person.born_on", "is": "before", "value": "2026-02-30"}, "$.value: '2026-02-30'"),
        ({"fact": "person.age", "is": "less", "date": {"from": "today"}}, "$.date: person.age is integer"),
        ({"fact": "person.name", "is": "equals", "year": {"from": "today"}}, "$.year: person.name is text"),
        ({"fact": "person.age", "is": "less", "year": {"from": "due"}}, "$: nobody knows the fact 'due'"),
        ({"fact": "person.age", "is": "less", "other": "person.name"}, "$.other: person.name is text"),
        ({"all": [{"not": {"fact": "person.x", "is": "absent"}}]}, "$.all[0].not: nobody knows"),
        ({"any": [{"all": [{"fact": "person.age", "is": "more", "value": 1}] * 20}] * 6}, "$: more than 100"),
    ],
)
def test_a_condition_that_makes_no_sense_is_named(tree: dict[str, Any], complaint: str) -> None:
    found = check(read(tree), TYPES)
    assert len(found) == 1
    assert found[0].startswith(complaint)


@pytest.mark.parametrize(
    "tree",
    [
        {},
        {"all": []},
        {"fact": "person.age"},
        {"fact": "person.age", "is": "more"},
        {"fact": "person.age", "is": "present", "value": 1},
        {"fact": "person.age", "is": "more", "value": 1, "other": "person.points"},
        {"fact": "person.age", "is": "more", "value": 1, "not": {"fact": "person.age", "is": "absent"}},
        {"fact": "person.age; drop table", "is": "absent"},
        {"fact": "person.age", "is": "squared", "value": 1},
        {"fact": "person.born_on", "is": "before", "date": {"from": "today", "years": 151}},
        {"fact": "person.age", "is": "absent", "eval": "1"},
    ],
)
def test_what_is_no_condition_is_refused(tree: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError):
        read(tree)


def test_a_condition_nested_too_deep_is_refused() -> None:
    tree: dict[str, Any] = {"fact": "person.age", "is": "absent"}
    for _ in range(8):
        tree = {"not": tree}
    assert check(read(tree), TYPES) == ["$" + ".not" * 8 + ": nested deeper than 8 levels"]


def test_the_facts_of_a_condition_are_known() -> None:
    tree = {"any": [{"fact": "person.born_on", "is": "before", "date": {"from": "person.moved_on"}}]}
    assert names(read(tree)) == {"person.born_on", "person.moved_on"}
