"""The few people, firms and things that an example is about, and what registers say of them on a day."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from backend.conditions.schemas import Fact
from backend.registers.service import fact_types, registers
from backend.reminders.schemas.scenario import Example, Said, Scenario
from backend.reminders.service.whereabouts import FIRM, FOR_A_FIRM, GUARDIANSHIP, POPULATION, main_register

# Who is in it: the record's subject, who is told, the firm that a record is related to, and somebody else.
SUBJECT, PERSON, EMPLOYER, OTHER = "subject", "person", "employer", "other"
DATES = ("valid_from", "valid_to")


class Row(NamedTuple):
    """A current record; `place`: the how manieth of its register, later ones are newer."""

    register: str
    place: int
    subject: str
    related: str | None
    facts: Mapping[str, Fact]

    def order(self) -> tuple[date, int]:
        """The newest has the greatest."""
        begun = self.facts.get("valid_from")
        return (begun if isinstance(begun, date) else date.min, self.place)


class World(NamedTuple):
    """What is so on a day: the records, and the services that are applied for."""

    rows: list[Row]
    applied: frozenset[str]


def make_world(scenario: Scenario, example: Example, day: date) -> World:
    """What an example says is so on a day, with what goes without saying: a guardian, an open firm."""
    facts, about, applied = dict(example.facts), dict(example.about), set()
    for change in example.then:
        if change.on <= day:
            facts |= change.facts
            about |= change.about
            applied |= {change.applied} - {None}
    if main_register(scenario) == POPULATION:
        facts.setdefault(POPULATION, {})
    if "guardian" in scenario.tell:
        facts.setdefault(GUARDIANSHIP, {"relation": "mother"})
    if needs_firm(scenario):
        facts.setdefault(FIRM, {"status": "open"})
    rows = [row for register, said in facts.items() for row in _rows(scenario, register, said, SUBJECT)]
    rows += [row for register, said in about.items() for row in _rows(scenario, register, said, PERSON)]
    return World(rows, frozenset(filter(None, applied)))


def needs_firm(scenario: Scenario) -> bool:
    """Whether the one who is told is found by a firm's registration."""
    return bool(set(scenario.tell) & set(FOR_A_FIRM)) and main_register(scenario) != FIRM


def person_of(scenario: Scenario) -> str:
    """Who is told, where nobody else is asked."""
    return SUBJECT if scenario.tell == ("holder",) else PERSON


def _rows(scenario: Scenario, register: str, said: Said | list[Said], whose: str) -> Iterator[Row]:
    records = said if isinstance(said, list) else [said]
    subject = _subject(scenario, register, whose)
    for place, record in enumerate(records):
        facts = {name: read_fact(f"{register}.{name}", value) for name, value in record.items()}
        own = f"{subject}-{place}" if subject == register else subject
        yield Row(register, place, own, _related(scenario, register, whose), facts)


def _subject(scenario: Scenario, register: str, whose: str) -> str:
    """The one whom records of `register` are about; things that belong to somebody are named by register."""
    kind, main = registers()[register].subject, registers()[main_register(scenario)]
    if whose == PERSON:
        return PERSON if kind == "resident" else register
    if kind == main.subject:
        return SUBJECT
    if kind == "firm" and "employer" in scenario.tell:
        return EMPLOYER
    return PERSON if kind == "resident" else register


def _related(scenario: Scenario, register: str, whose: str) -> str | None:
    one, main = registers()[register], registers()[main_register(scenario)]
    if one.related is None:
        return None
    if one.related.kind == "firm":
        return EMPLOYER
    if whose == PERSON:
        return OTHER if one.subject == "resident" else PERSON
    if one.subject == main.subject or main.subject != "resident":
        return PERSON if register in (main_register(scenario), GUARDIANSHIP, FIRM) else OTHER
    return PERSON if "employer" in scenario.tell and register == FIRM else SUBJECT


def read_fact(name: str, value: Any) -> Fact:
    """A value as conditions take it."""
    if fact_types()[name] == "date" and isinstance(value, str):
        return date.fromisoformat(value)
    fact: Fact = value
    return fact
