"""What is due of a scenario on a day, as the table that its statement begins with."""

from collections.abc import Collection
from datetime import date
from typing import Any

import structlog

from backend.conditions.schemas import DateFrom
from backend.reminders.rules.bases import Found, find_bases, find_due
from backend.reminders.rules.occasions import Occasion, Turn, is_bound, plan, seasons
from backend.reminders.rules.triggers import Match, Trigger
from backend.reminders.schemas.scenario import Scenario
from backend.workdays.service import calendar, years

events = structlog.get_logger()


def find_hits(scenario: Scenario, today: date) -> list[Found]:
    """What a step's day has come of."""
    if isinstance(scenario.trigger, Match):
        return [Found(None, None, 0, today, today)] if is_effective(scenario, today) else []
    turns = find_due(scenario.trigger, scenario.steps, today, scenario.catch_up_days, calendar())
    return _place(scenario, {day: turn for day, turn in turns.items() if is_effective(scenario, day)})


def find_again(scenario: Scenario, dues: Collection[date], today: date) -> list[Found]:
    """What is due on any of `dues`, whichever step; for a match whatever matches now."""
    if isinstance(scenario.trigger, Match):
        return find_hits(scenario, today)
    turns = {}
    for due_on in dues:
        planned = plan(scenario.steps, _occasion(scenario.trigger, due_on), calendar())
        first = min((day for day in planned if day is not None), default=due_on)
        if is_effective(scenario, due_on):
            turns[due_on] = Turn(0, due_on, first)
    return _place(scenario, turns)


def _occasion(trigger: Trigger, due_on: date) -> Occasion:
    if is_bound(trigger):
        return Occasion(due_on)
    return next(seasons(trigger, due_on, due_on), Occasion(due_on))  # type: ignore[arg-type]  # no match


def _place(scenario: Scenario, turns: dict[date, Turn]) -> list[Found]:
    trigger = scenario.trigger
    if is_bound(trigger):
        bases: list[tuple[str | None, date]] = list(find_bases(trigger, turns, calendar()))
    else:
        due = [one.due_on for day in turns for one in seasons(trigger, day, day)]  # type: ignore[arg-type]
        bases = [(None, day) for day in due if day is not None]
    return [Found(base, due_on, *turns[due_on]) for base, due_on in bases]


def is_effective(scenario: Scenario, day: date) -> bool:
    """Whether the rule was, or will be, in force when it is due."""
    return (scenario.effective_from is None or scenario.effective_from <= day) and (
        scenario.effective_to is None or day <= scenario.effective_to
    )


def as_columns(hits: Collection[Found]) -> list[list[Any]]:
    """The columns of the table `hit`."""
    return [list(column) for column in zip(*hits, strict=True)] if hits else [[], [], [], [], []]


def warn_of_gaps(id_: str, scenario: Scenario, hits: Collection[Found]) -> None:
    """Say in the log that days were reckoned in a year whose calendar is not complete, without makeup days.

    They may move once it is; the sweep then takes them for the same (see `examples.running.MOVES_DAYS`).
    """
    if not counts_working_days(scenario):
        return
    known = years()
    asked = {day.year for hit in hits for day in (hit.due_on, hit.remind_on) if day is not None}
    for year in sorted(asked):
        if year not in known or not known[year].complete:
            events.warning("reminders.calendar_incomplete", scenario=id_, year=year)


def counts_working_days(scenario: Scenario) -> bool:
    """Whether any of its days is reckoned in working days."""
    trigger = scenario.trigger
    sums: list[Any] = [getattr(trigger, "due", None), *(getattr(trigger, "at", None) or ())]
    sums += [step.distance() for step in scenario.steps]
    return any(one is not None and one.working_days for one in sums if isinstance(one, DateFrom) or one)
