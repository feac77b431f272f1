"""Why one is reminded: the rule, whose it is, the facts with source and date, and when it comes next."""

import uuid
from collections.abc import Collection, Iterator
from datetime import date

import asyncpg

from backend.core import clock
from backend.core.actors import Resident
from backend.core.audit import By
from backend.core.problems import Words
from backend.registers.schemas.facts import Fact
from backend.registers.service import DATES, find_register, read, readable
from backend.registers.service.cards import tell_value
from backend.reminders.rules.occasions import Occasion, plan, seasons
from backend.reminders.rules.triggers import Festival, Yearly
from backend.reminders.schemas.scenario import Law, Scenario
from backend.reminders.schemas.views import Known, Reminder, Rule, Why
from backend.reminders.service.beginning import find_begun
from backend.reminders.service.facts import named_facts, say, title
from backend.reminders.service.holding import why_over
from backend.reminders.service.live import find
from backend.reminders.service.own import find_own, show
from backend.reminders.service.whereabouts import find_where
from backend.staff.service import departments
from backend.workdays.service import calendar


async def read_own(resident: Resident, reminder: uuid.UUID) -> Reminder:
    """The resident's reminder, whole; NotFound for any other. That the facts were looked at is noted."""
    row = await find_own(resident, reminder)
    [line] = await show([row])
    scenario = (await find(row["scenario"])).scenario
    is_seen = row["about"] == row["person"] or await _still_holds(row, scenario)
    department = departments()[scenario.department].title
    why = Why(
        rule=[view_law(law) for law in scenario.legal],
        department_title=say(department),
        facts=await _find_facts(resident, row, scenario) if is_seen else [],
        version=row["version"],
        told_on=row["told_at"].astimezone(clock.SHANGHAI).date(),
        mark=scenario.mark,
    )
    is_open = line.state == "open"
    coming = find_next(scenario, row["due_on"], clock.today()) if is_open else None
    begun = await find_begun(resident, row) if is_open else None
    shown = {name: getattr(line, name) for name in line.__struct_fields__}
    return Reminder(**shown, why=why, next_on=coming, application=begun)


def find_next(scenario: Scenario, due_on: date | None, today: date) -> date | None:
    """The day of the next step of what is due on a day; None after the last, and for a match."""
    if due_on is None:
        return None
    trigger = scenario.trigger
    found = seasons(trigger, due_on, due_on) if isinstance(trigger, Yearly | Festival) else ()
    occasion = next(iter(found), Occasion(due_on))
    coming = [day for day in plan(scenario.steps, occasion, calendar()) if day is not None and day > today]
    return min(coming, default=None)


def view_law(law: Law) -> Rule:
    """A law as the API shows it."""
    return Rule(law.title, law.article, law.source, law.mark)


async def _still_holds(row: asyncpg.Record, scenario: Scenario) -> bool:
    """Of a child, a vehicle or a firm one sees facts as long as they are one's own."""
    return not await why_over(row["scenario"], scenario, [row["id"]], clock.today())


async def _find_facts(resident: Resident, row: asyncpg.Record, scenario: Scenario) -> list[Known]:
    """What the registers say that the rule rests on, as far as its department may read it for reminders."""
    allowed = readable("reminder", scenario.department)
    named = {id_: names for id_, names in named_facts(scenario).items() if id_ in allowed}
    by, known = By("resident", resident.account), []
    for subject, registers in _by_subject(row, scenario, named).items():
        wanted = {id_: (named[id_] - DATES.keys()) & allowed[id_] for id_ in registers}
        found = await read(
            by, subject, "reminder", wanted, department=scenario.department, account=resident.account
        )
        known += [
            line
            for id_, facts in found.items()
            for fact in _choose(facts, row["record"])
            for line in _view(fact, named[id_])
        ]
    return known


def _by_subject(
    row: asyncpg.Record, scenario: Scenario, named: Collection[str]
) -> dict[uuid.UUID, list[str]]:
    """The registers to be read of each: of whom or what the record is about, of oneself, of the firm.

    Of those who work for a firm its representative sees the record alone.
    """
    is_employees = row["firm"] is not None and row["about"] != row["firm"]
    subjects = {
        "record": row["about"], "about": row["about"], "of-about": row["about"],
        "person": row["person"], "of-person": row["person"], "firm": row["firm"],
    }  # fmt: skip
    found: dict[uuid.UUID, list[str]] = {}
    for register in named:
        where = find_where(scenario, register)
        if where is None or subjects[where] is None or (is_employees and where.endswith("about")):
            continue
        found.setdefault(subjects[where], []).append(register)
    return found


def _choose(facts: list[Fact], record: uuid.UUID) -> list[Fact]:
    """The record that the reminder is about, or the newest."""
    return [fact for fact in facts if fact.record == record] or facts[:1]


def _view(fact: Fact, names: set[str]) -> Iterator[Known]:
    register = find_register(fact.register)
    for name in sorted(names):
        value = getattr(fact, name) if name in DATES else fact.facts.get(name)
        if value is None:
            continue
        shown = (
            Words(str(value), str(value)) if name in DATES else tell_value(name, register.fields[name], value)
        )
        yield Known(title(fact.register, name), shown, fact.as_of, say(register.title))
