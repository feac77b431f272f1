"""The time limit of an application: working days from its acceptance, less the days that it waited."""

from collections.abc import Callable
from datetime import date
from typing import Literal

from backend.applications.rules.moves import RUNNING, State

Light = Literal["green", "amber", "red"]
AMBER_DAYS = 2

AddWorkingDays = Callable[[date, int], date]
WorkingDaysBetween = Callable[[date, date], int]


def start(accepted_on: date, working_days: int, add: AddWorkingDays) -> date:
    """The last day for a decision: `working_days` after the day of acceptance, which does not count."""
    return add(accepted_on, working_days)


def resume(
    due_on: date, paused_on: date, today: date, add: AddWorkingDays, between: WorkingDaysBetween
) -> date:
    """The last day, moved by the working days from the pause (not counted) to `today` (counted)."""
    return add(due_on, max(between(paused_on, today), 0))


def light(state: State, due_on: date | None, today: date, amber_until: date) -> Light | None:
    """Green, amber (due by `amber_until`), red (too late); None when no time runs.

    `amber_until` is the working day AMBER_DAYS after today.
    """
    if due_on is None or state not in RUNNING:
        return None
    if due_on < today:
        return "red"
    return "amber" if due_on <= amber_until else "green"
