"""Who is to be told what on a day, said a second time: in Python, for the few people of an example."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from backend.conditions.rules.checking import names
from backend.conditions.rules.evaluating import evaluate
from backend.conditions.schemas import Condition
from backend.registers.service import registers
from backend.reminders.rules.bases import of_step
from backend.reminders.rules.occasions import Occasion, Turn, dues, pick, plan, seasons
from backend.reminders.rules.triggers import Birthday, Festival, Match, OfRecord, Yearly
from backend.reminders.schemas.scenario import Scenario, Tell
from backend.reminders.service.examples.looking import Told, find_fact, find_newest, is_dead
from backend.reminders.service.examples.worlds import Row, World
from backend.reminders.service.whereabouts import FIRM, FOR_A_FIRM, GUARDIANSHIP, main_register
from backend.workdays.service import calendar


class Due(NamedTuple):
    """That a person is to be told of a record, as `compiling.Query` selects it."""

    person: str
    record: str
    due_on: date | None
    step: int
    remind_on: date


def find_due(scenario: Scenario, world: World, today: date) -> list[Due]:
    """Everybody who is to be told something, whether or not they were told already."""
    main = main_register(scenario)
    found = []
    for row in _current(world, main):
        record = row.subject if registers()[main].one else f"{main}-{row.place}"
        for due_on, turn in _turns(scenario, row, today):
            found += [
                Due(told.person, record, due_on, turn.place, turn.remind_on)
                for tell in scenario.tell
                for told in _told(world, row, tell, today)
                if _holds(scenario, world, row, told, tell, due_on, today)
            ]
    return found


def _current(world: World, register: str) -> list[Row]:
    rows = [row for row in world.rows if row.register == register]
    if not registers()[register].one:
        return rows
    newest = {row.subject: row for row in sorted(rows, key=Row.order)}
    return list(newest.values())


def _turns(scenario: Scenario, row: Row, today: date) -> Iterator[tuple[date | None, Turn]]:
    if isinstance(scenario.trigger, Match):
        if _is_effective(scenario, today):
            yield None, Turn(0, today, today)
        return
    for occasion in occasions(scenario, row, today):
        turn = pick(plan(scenario.steps, occasion, calendar()), today, scenario.catch_up_days)
        if turn is not None and occasion.due_on is not None and _is_effective(scenario, occasion.due_on):
            yield occasion.due_on, turn


def occasions(scenario: Scenario, row: Row, today: date, last: date | None = None) -> Sequence[Occasion]:
    """What a record brings about that a step from `today` to `last` may be of."""
    reaches = [of_step(step) for step in scenario.steps]
    first_due = today - timedelta(days=max(one.most for one in reaches) + scenario.catch_up_days)
    last_due = (last or today) - timedelta(days=min(one.least for one in reaches))
    trigger = scenario.trigger
    if isinstance(trigger, Yearly | Festival):
        return list(seasons(trigger, first_due - timedelta(days=366), last_due + timedelta(days=366)))
    if isinstance(trigger, Match):
        return []
    if isinstance(trigger, Birthday):
        name = "birth_date"
    else:
        name = (trigger.due.from_ if isinstance(trigger, OfRecord) else trigger.from_).partition(".")[2]
    begin = row.facts.get(name)
    if not isinstance(begin, date):
        return []
    return [Occasion(day) for day in dues(trigger, begin, first_due, last_due, calendar())]


def _is_effective(scenario: Scenario, day: date) -> bool:
    return (scenario.effective_from is None or scenario.effective_from <= day) and (
        scenario.effective_to is None or day <= scenario.effective_to
    )


def _told(world: World, row: Row, tell: Tell, today: date) -> Iterator[Told]:
    if tell == "holder":
        yield Told(row.subject, None)
    elif tell == "related" and row.related is not None:
        yield Told(row.related, None)
    elif tell == "guardian":
        for one in world.rows:
            ends = one.facts.get("valid_to")
            is_over = isinstance(ends, date) and ends < today
            if one.register == GUARDIANSHIP and one.subject == row.subject and one.related and not is_over:
                yield Told(one.related, None)
    elif tell in FOR_A_FIRM:
        firm = row.subject if tell == "representative" else row.related
        found = row if row.register == FIRM else find_newest(world, FIRM, subject=firm)
        if found is not None and found.related is not None:
            yield Told(found.related, found)


def _holds(
    scenario: Scenario, world: World, row: Row, told: Told, tell: Tell, due_on: date | None, today: date
) -> bool:
    if told.registration is not None and told.registration.facts.get("status") == "closed":
        return False
    action = scenario.action.service if scenario.action else None
    if action in world.applied and tell != "employer":
        return False
    trees = [tree for tree in (scenario.when, scenario.until) if tree is not None]
    asked: set[str] = set().union(*(names(tree) for tree in trees))
    if any(is_dead(world, one) for one in _whose(row, told, asked)):
        return False
    facts = {name: find_fact(scenario, world, row, told, name) for name in asked - {"due"}} | {"due": due_on}

    def ask(tree: Condition) -> bool | None:
        return evaluate(tree, facts, today, calendar())

    return (scenario.when is None or ask(scenario.when) is True) and (
        scenario.until is None or ask(scenario.until) is not True
    )


def _whose(row: Row, told: Told, asked: set[str]) -> set[str]:
    """Those who must be alive; the record's subject need not be where its death is asked for."""
    subject = {row.subject} if registers()[row.register].subject == "resident" else set()
    return ({told.person} | subject) - (subject if "population.deceased_on" in asked else set())
