"""When something is due, and on which days before and after one is reminded of it."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from backend.conditions.rules.dates import EARLIEST, LATEST, add_months, reckon
from backend.conditions.schemas import DateFrom
from backend.reminders.rules import lunar
from backend.reminders.rules.triggers import (
    Birthday,
    Festival,
    Match,
    OfRecord,
    Recurring,
    Span,
    Step,
    Trigger,
    Yearly,
)
from backend.workdays.rules.calendars import Calendar

# How far back a recurrence may have begun.
BEGUN_YEARS_MAX = 60


class Occasion(NamedTuple):
    """What one is reminded of: due on a day (a match on none), in a window that opened earlier, if any."""

    due_on: date | None
    opens: date | None = None


class Turn(NamedTuple):
    """A step that is due: its place in the plan, its day, and the day of the plan's first step."""

    place: int
    remind_on: date
    since: date


def add_span(day: date, span: Span, times: int, calendar: Calendar) -> date | None:
    """`day` and so many times `span` later; None out of reach."""
    offset = DateFrom(
        from_="today",
        months=(span.years * 12 + span.months) * times,
        days=span.days * times,
        working_days=span.working_days * times,
    )
    return reckon(offset, day, calendar)


def in_year(year: int, month_day: str) -> date:
    """The day of a year; 29 February is the 28th in most of them."""
    month, day = map(int, month_day.split("-"))
    if (month, day) == (2, 29):
        return date(year, 3, 1) - timedelta(days=1)
    return date(year, month, day)


def seasons(trigger: Yearly | Festival, first: date, last: date) -> Iterator[Occasion]:
    """The occasions that nobody's facts decide, due from `first` to `last`."""
    for year in range(first.year - 1, last.year + 1):
        if isinstance(trigger, Yearly):
            opens = in_year(year, trigger.opens)
            closes = in_year(year + (trigger.closes < trigger.opens), trigger.closes)
            found = Occasion(closes, opens)
        else:
            found = Occasion(_festival(trigger, year))
        if found.due_on is not None and first <= found.due_on <= last:
            yield found


def _festival(trigger: Festival, year: int) -> date | None:
    if trigger.calendar == "solar":
        return in_year(year, trigger.on)
    month, day = map(int, trigger.on.split("-"))
    return lunar.find_solar(year, month, day)


def dues(
    trigger: OfRecord | Recurring | Birthday, begin: date, first: date, last: date, calendar: Calendar
) -> list[date]:
    """The days from `first` to `last` on which something is due that began at `begin`."""
    found: list[date | None]
    if isinstance(trigger, OfRecord):
        found = [reckon(trigger.due, begin, calendar)]
    elif isinstance(trigger, Birthday):
        found = _birthdays(trigger, begin, first, last)
    elif trigger.at is not None:
        found = [add_span(begin, span, 1, calendar) for span in trigger.at]
    else:
        found = _repeat(trigger, begin, first, last)
    return [day for day in found if day is not None and first <= day <= last]


def _birthdays(trigger: Birthday, born: date, first: date, last: date) -> list[date | None]:
    if trigger.calendar == "solar":
        years = range(max(born.year + 1, first.year), last.year + 1)
        return [in_year(year, f"{born:%m-%d}") for year in years]
    known = lunar.find_day(born)
    if known is None:
        return []
    years = range(max(known[0] + 1, first.year - 1), last.year + 1)
    return [lunar.find_solar(year, *known[1:]) for year in years]


def _repeat(trigger: Recurring, begin: date, first: date, last: date) -> list[date | None]:
    assert trigger.every is not None  # noqa: S101  # its own rule
    if not EARLIEST <= begin <= LATEST:
        return []
    months = months_of(trigger.every)
    between = ((last.year - begin.year) * 12 + last.month - begin.month) // months + 1
    from_ = max(1, ((first.year - begin.year) * 12 + first.month - begin.month) // months - 1)
    most = min(between, BEGUN_YEARS_MAX * 12 // months)
    return [add_months(begin, months * times) for times in range(from_, most + 1)]


def months_of(span: Span) -> int:
    """How many calendar months it is, days aside."""
    return span.years * 12 + span.months


def is_bound(trigger: Trigger) -> bool:
    """Whether each record's own date says when it is due."""
    return not isinstance(trigger, Yearly | Festival | Match)


def plan(steps: Sequence[Step], occasion: Occasion, calendar: Calendar) -> list[date | None]:
    """The day of each step; None for one that is beyond the calendar."""
    found = []
    for step in steps:
        begin = occasion.opens if step.from_ == "opens" else occasion.due_on
        found.append(reckon(step.distance(), begin, calendar))
    return found


def pick(planned: Sequence[date | None], today: date, catch_up_days: int) -> Turn | None:
    """The last step that has come, if that is not longer ago than is caught up with."""
    days = [day for day in planned if day is not None]
    come = [place for place, day in enumerate(planned) if day is not None and day <= today]
    if not come:
        return None
    day = planned[come[-1]]
    assert day is not None  # noqa: S101  # chosen so
    if day <= today - timedelta(days=catch_up_days):
        return None
    return Turn(come[-1], day, days[0])
