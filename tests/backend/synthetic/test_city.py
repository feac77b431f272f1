"""The made-up city: nobody real, everybody needed, the same for the same seed, and asked in two ways."""

import uuid
from collections import defaultdict
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec
import pytest
import time_machine
from litestar import Litestar

from backend.conditions.rules.checking import check
from backend.conditions.rules.evaluating import evaluate
from backend.conditions.schemas import Condition, Fact
from backend.core import clock
from backend.core.actors import Resident
from backend.core.settings import Settings
from backend.people.rules.id_numbers import SYNTHETIC_AREA, parse_id_number
from backend.people.service import make_operator
from backend.places.service import find_division
from backend.registers.service import (
    count_people,
    fact_types,
    find_people,
    find_register,
    read_numbers,
    registers,
)
from backend.registers.service.newest import is_around
from backend.synthetic import AnotherCity, Told, send_city
from backend.synthetic.city import city_rows
from backend.workdays.service import calendar
from integrations.console.identity_register import DEMO_PEOPLE

TODAY = date(2026, 11, 25)
LATER = date(2026, 12, 9)
SCENARIOS = msgspec.yaml.decode(
    Path(__file__).with_name("scenarios.yaml").read_bytes(), type=dict[str, Condition]
)
Rows = list[tuple[str, dict[str, Any]]]
People = dict[str, dict[str, Fact]]


@pytest.fixture(scope="module")
def rows() -> Rows:
    """A town of ten thousand."""
    return list(city_rows(Told(), 10_000, 1, TODAY))


@pytest.fixture
async def sender(app: Litestar, clean: None) -> Resident:
    """The operator who has the city handed in."""
    account = await make_operator("13800000009")
    return Resident(account=account, number=0, session=uuid.UUID(int=0), is_operator=True, confirmed=True)


def gather(rows: Rows) -> People:
    """What is known about each number, by fact; of several records of a register the newest counts."""
    newest: dict[tuple[str, str], dict[str, Any]] = {}
    for register, row in rows:
        place = (row["related"] if is_around(find_register(register)) else row["subject"], register)
        if place not in newest or since(row) >= since(newest[place]):
            newest[place] = row
    found: People = defaultdict(dict)
    for (about, register), row in newest.items():
        found[about] |= {f"{register}.{name}": value for name, value in row.items() if value is not None}
    return found


def since(row: dict[str, Any]) -> date:
    """When what a row says began."""
    begun: date = row.get("valid_from") or date.min
    return begun


def holds(name: str, facts: dict[str, Fact]) -> bool:
    """Whether a scenario is for somebody."""
    return evaluate(SCENARIOS[name], facts, TODAY, calendar()) is True


def test_registers_can_say_whom_each_reminder_is_for() -> None:
    assert {name: found for name, tree in SCENARIOS.items() if (found := check(tree, fact_types()))} == {}


def test_ten_thousand_people_are_enough_for_every_reminder(rows: Rows) -> None:
    known = gather(rows)
    missing = [name for name in SCENARIOS if not any(holds(name, facts) for facts in known.values())]
    assert missing == []
    assert registers().keys() == {register for register, _ in rows}


def test_nobody_in_it_exists(rows: Rows) -> None:
    people = [row for register, row in rows if register == "population"]
    numbers = [row["subject"] for row in people]
    assert len(set(numbers)) == len(people) == 10_000
    assert not set(numbers) & {person.id_number for person in DEMO_PEOPLE}
    for row in people:
        read = parse_id_number(row["subject"], TODAY)
        home = find_division(row["home_division"])
        assert read is not None
        assert read.is_synthetic
        assert row["subject"].startswith(SYNTHETIC_AREA)
        assert read.born_on == row["birth_date"]
        assert home is not None
        assert home.level == "village"


def test_families_fit_together(rows: Rows) -> None:
    born = {row["subject"]: row["birth_date"] for register, row in rows if register == "population"}
    home = {row["subject"]: row["address"] for register, row in rows if register == "population"}
    for register, row in rows:
        if register == "guardianship":
            assert (born[row["subject"]] - born[row["related"]]).days > 16 * 365
            assert home[row["subject"]] == home[row["related"]]
        if register == "birth":
            assert row["born_on"] in born.values()
    wed = {row["subject"]: row["related"] for register, row in rows if register == "marriage"}
    assert all(wed[other] == one for one, other in wed.items())


def test_what_happened_does_not_lie_ahead(rows: Rows) -> None:
    past = ("birth_date", "registered_on", "since", "hired_on", "ended_on", "enrolled_on", "valid_from")
    ahead = [
        (register, name, row[name])
        for register, row in rows
        for name in past
        if isinstance(row.get(name), date) and row[name] > TODAY
    ]
    assert ahead == []


def test_the_same_seed_makes_the_same_city_and_a_larger_one_goes_on() -> None:
    def make(people: int, seed: int) -> Rows:
        return list(city_rows(Told(), people, seed, TODAY))

    assert make(300, 7) == make(300, 7)
    assert make(300, 7) != make(300, 8)
    assert list(islice(city_rows(Told(), 10**6, 7, TODAY), 2_000)) == make(300, 7)[:2_000]


async def test_everybody_is_found_by_one_statement_as_one_by_one_and_a_second_time_nothing_is_new(
    sender: Resident, settings: Settings, connection: Any
) -> None:
    rows = list(city_rows(Told(), 400, 1, TODAY))
    told = await send_city(sender, settings, 400, 1, TODAY)
    # So the questions below are planned for what is there, as a new city's own are in its first minute.
    assert await connection.fetchval("select reltuples from pg_class where relname = 'record'") == told.new
    assert (told.people, told.firms, told.rows, told.new) == (400, 20, len(rows), len(rows))
    known = gather(rows)
    residents = {row["subject"] for register, row in rows if register == "population"}
    reached = 0
    for name, tree in SCENARIOS.items():
        found = await read_numbers(await find_people(tree, TODAY))
        wanted = {number for number in residents if holds(name, known[number])}
        assert set(found.values()) == wanted, name
        reached += len(found)
    assert reached > 300
    assert await count_people(SCENARIOS["annual-report"], TODAY) == len(
        await find_people(SCENARIOS["annual-report"], TODAY)
    )

    again = await send_city(sender, settings, 400, 1, LATER)
    assert (again.rows, again.new) == (len(rows), 0)
    with pytest.raises(AnotherCity):
        await send_city(sender, settings, 60, 2, LATER)
    more = await send_city(sender, settings, 420, 1, LATER)
    assert more.people == 420
    assert more.rows - len(rows) <= more.new < 1_000


@pytest.mark.parametrize("hour", [0, 23])
async def test_it_comes_to_be_at_any_hour_and_is_the_same_at_the_next(
    hour: int, sender: Resident, settings: Settings
) -> None:
    with time_machine.travel(datetime(2026, 12, 9, hour, 30, tzinfo=clock.SHANGHAI)):
        told = await send_city(sender, settings, 60, 1, clock.today())
    assert told.rows == told.new > 0
    with time_machine.travel(datetime(2026, 12, 10, 0, 30, tzinfo=clock.SHANGHAI)):
        again = await send_city(sender, settings, 60, 1, clock.today())
    assert (again.rows, again.new) == (told.rows, 0)


async def test_a_condition_on_facts_that_no_register_has_is_refused(app: Litestar) -> None:
    for fact in ("population.name", "population.shoe", "form.reason"):
        with pytest.raises(ValueError, match=fact):
            await find_people(Condition(fact=fact, is_="present"), TODAY)
