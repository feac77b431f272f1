"""An example as its days pass: on which of them somebody is told something."""

from collections import defaultdict
from datetime import date, timedelta

from backend.reminders.rules.occasions import plan
from backend.reminders.rules.triggers import Match
from backend.reminders.schemas.scenario import Example, Scenario
from backend.reminders.service.examples.evaluating import Due, find_due, occasions
from backend.reminders.service.examples.worlds import World, make_world
from backend.reminders.service.whereabouts import main_register
from backend.workdays.service import calendar

# Where due dates are reckoned in working days they move a little when a year's calendar is published, by no
# more than this (a holiday of nine days and the days that are worked for it): it is the same occasion.
MOVES_DAYS = 14


class Told:
    """What was told already; the sweep's statement asks the same of its table."""

    def __init__(self, moves: int) -> None:
        self._moves = moves
        self._rows: dict[tuple[str, str], list[Due]] = defaultdict(list)

    def add(self, due: Due) -> bool:
        """Note it, unless this step of this occasion, or a later one, was told; whether it is new."""
        rows = self._rows[due.person, due.record]
        if any(self._is_same(one, due) for one in rows):
            return False
        rows.append(due)
        return True

    def _is_same(self, told: Due, due: Due) -> bool:
        if told.due_on is None or due.due_on is None:
            return True
        is_near = abs((told.due_on - due.due_on).days) <= self._moves
        return is_near and (told.remind_on >= due.remind_on or told.step == due.step)


def run_example(scenario: Scenario, example: Example) -> list[date]:
    """The days from the example's first to its last on which somebody is told."""
    told, found = Told(find_moves(scenario)), []
    worlds: dict[int, World] = {}
    for day in days_of(scenario, example):
        changes = sum(change.on <= day for change in example.then)
        if changes not in worlds:
            worlds[changes] = make_world(scenario, example, day)
        new = [told.add(due) for due in find_due(scenario, worlds[changes], day)]
        if any(new):
            found.append(day)
    return found


def find_moves(scenario: Scenario) -> int:
    """By how many days a due date may move and still be the same."""
    trigger = scenario.trigger
    spans = [
        getattr(trigger, "due", None),
        getattr(trigger, "every", None),
        *(getattr(trigger, "at", None) or ()),
    ]
    return MOVES_DAYS if any(span is not None and span.working_days for span in spans) else 0


def days_of(scenario: Scenario, example: Example) -> list[date]:
    """The days on which anything can happen: a step's day, and as long after as is caught up with."""
    first, last = example.days.first, example.days.last
    if isinstance(scenario.trigger, Match):
        return [first + timedelta(days=place) for place in range((last - first).days + 1)]
    begun = {first} | {change.on for change in example.then if first <= change.on <= last}
    steps = {
        day
        for moment in begun
        for day in _step_days(scenario, make_world(scenario, example, moment), first, last)
    }
    days = {day + timedelta(days=later) for day in steps for later in range(scenario.catch_up_days)}
    return sorted(day for day in days if first <= day <= last)


def _step_days(scenario: Scenario, world: World, first: date, last: date) -> set[date]:
    return {
        day
        for row in world.rows
        if row.register == main_register(scenario)
        for occasion in occasions(scenario, row, first, last)
        for day in plan(scenario.steps, occasion, calendar())
        if day is not None
    }
