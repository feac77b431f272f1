"""Which dates of records are what is due on a day began at: the sums of `occasions` the other way round.

So the database compares dates and never reckons with them, and what a month or a working day is stands once.
"""

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from backend.conditions.schemas import DateFrom
from backend.reminders.rules import lunar
from backend.reminders.rules.occasions import (
    BEGUN_YEARS_MAX,
    Occasion,
    Turn,
    dues,
    is_bound,
    months_of,
    pick,
    plan,
    seasons,
)
from backend.reminders.rules.triggers import Birthday, OfRecord, Recurring, Span, Step, Trigger
from backend.workdays.rules.calendars import Calendar


class Found(NamedTuple):
    """What is due: the step, and the records' date (ISO 8601) that it began at.

    Of a birthday by the solar calendar the month and the day; none where no record's date decides.
    """

    base: str | None
    due_on: date | None
    step: int
    remind_on: date
    since: date


class Reach(NamedTuple):
    """Between how many days a sum of dates moves one, whichever day it begins at."""

    least: int
    most: int


def reach(months: int = 0, days: int = 0, working_days: int = 0) -> Reach:
    """The bounds of a sum: months have 28 to 31 days, and holidays come in the way of working days."""
    least = most = days
    if months:
        middle = months * 30.436875
        least, most = least + int(middle) - 4, most + int(middle) + 4
    if working_days:
        middle, slack = working_days * 1.45, 14 + abs(working_days) * 0.12
        least, most = least + int(middle - slack), most + int(middle + slack)
    return Reach(least, most)


def of_step(step: Step) -> Reach:
    """The same of a step."""
    return _of(step.distance())


def _of(offset: DateFrom) -> Reach:
    return reach(offset.years * 12 + offset.months, offset.days, offset.working_days)


def find_due(
    trigger: Trigger, steps: tuple[Step, ...], today: date, catch_up_days: int, calendar: Calendar
) -> dict[date, Turn]:
    """The due dates of which a step's day has come and is not longer ago than is caught up with."""
    found = {}
    for occasion in _near(trigger, steps, today, catch_up_days):
        turn = pick(plan(steps, occasion, calendar), today, catch_up_days)
        if turn is not None and occasion.due_on is not None:
            found[occasion.due_on] = turn
    return found


def _near(trigger: Trigger, steps: tuple[Step, ...], today: date, catch_up_days: int) -> Iterator[Occasion]:
    reaches = [of_step(step) for step in steps]
    if not is_bound(trigger):
        year = timedelta(days=366)
        first = today - timedelta(days=max(one.most for one in reaches) + catch_up_days) - year
        last = today - timedelta(days=min(one.least for one in reaches)) + year
        yield from seasons(trigger, first, last)  # type: ignore[arg-type]  # a match has no due date
        return
    days = {
        today.toordinal() - ago - moved
        for one in reaches
        for ago in range(catch_up_days)
        for moved in range(one.least, one.most + 1)
    }
    yield from (Occasion(date.fromordinal(day)) for day in sorted(days))


def find_bases(trigger: Trigger, wanted: Collection[date], calendar: Calendar) -> Iterator[tuple[str, date]]:
    """Every date at which something can have begun that is due on one of the `wanted` days, with that day."""
    for due_on in wanted:
        if isinstance(trigger, Birthday):
            yield from ((base, due_on) for base in _births(trigger, due_on))
            continue
        for begin in _begins(trigger, due_on):
            if due_on in dues(trigger, begin, due_on, due_on, calendar):  # type: ignore[arg-type]
                yield begin.isoformat(), due_on


def _births(trigger: Birthday, due_on: date) -> list[str]:
    if trigger.calendar == "lunar":
        return [day.isoformat() for day in lunar.births(due_on)]
    is_last = due_on.month == 2 and (due_on + timedelta(days=1)).month == 3
    return sorted({f"{due_on:%m-%d}"} | ({"02-29"} if is_last else set()))


def _begins(trigger: Trigger, due_on: date) -> set[date]:
    reaches = [_of(trigger.due)] if isinstance(trigger, OfRecord) else []
    if isinstance(trigger, Recurring):
        reaches = [_of_span(span, 1) for span in trigger.at or ()]
    if isinstance(trigger, Recurring) and trigger.every is not None:
        times = BEGUN_YEARS_MAX * 12 // months_of(trigger.every)
        reaches = [_of_span(trigger.every, time) for time in range(1, times + 1)]
    ordinals = {due_on.toordinal() - moved for one in reaches for moved in range(one.least, one.most + 1)}
    return {date.fromordinal(day) for day in ordinals if 1 <= day <= date.max.toordinal()}


def _of_span(span: Span, times: int) -> Reach:
    return reach(months_of(span) * times, span.days * times, span.working_days * times)
