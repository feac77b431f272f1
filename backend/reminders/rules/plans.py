"""Whether the days of a trigger and its steps can be: in order, within five years, on days that exist."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

from backend.reminders.rules.bases import of_step
from backend.reminders.rules.occasions import Occasion, add_span, in_year, months_of, plan, seasons
from backend.reminders.rules.triggers import Festival, Match, OfRecord, Recurring, Step, Trigger, Yearly
from backend.workdays.rules.calendars import Calendar, make_calendar

DISTANCE_DAYS_MAX = 5 * 366
# Steps are looked at around these due dates, with weekends only.
LEAP_DAY = date(2024, 2, 29)
PROBES = tuple(date(2027, month, day) for month in range(1, 13) for day in (1, 15, 28))


@lru_cache(maxsize=1)
def weekends() -> Calendar:
    """A calendar without holidays."""
    return make_calendar((), ())


def find_trigger_mistakes(trigger: Trigger, steps: Sequence[Step]) -> Iterator[str]:
    """Every mistake, as "place: reason"."""
    yield from _find_day_mistakes(trigger)
    if isinstance(trigger, Recurring):
        yield from _find_recurrence_mistakes(trigger)
    if isinstance(trigger, OfRecord) and trigger.due.from_ in ("today", "due"):
        yield "$.trigger.due.from: a fact of the record is needed"
    if isinstance(trigger, Match):
        if len(steps) != 1 or steps[0].days != 0:
            yield "$.steps: a match has the one step `days: 0`"
        return
    yield from _find_step_mistakes(trigger, steps)


def _find_day_mistakes(trigger: Trigger) -> Iterator[str]:
    named = []
    if isinstance(trigger, Yearly):
        named = [("opens", trigger.opens), ("closes", trigger.closes)]
        if trigger.opens == trigger.closes:
            yield "$.trigger.closes: on the day it opens"
    if isinstance(trigger, Festival) and trigger.calendar == "solar":
        named = [("on", trigger.on)]
    for name, day in named:
        try:
            in_year(2027, day)
        except ValueError:
            yield f"$.trigger.{name}: there is no {day}"
    if isinstance(trigger, Festival) and trigger.calendar == "lunar" and trigger.on[3:] > "30":
        yield f"$.trigger.on: no lunar month has a day {trigger.on[3:]}"


def _find_recurrence_mistakes(trigger: Recurring) -> Iterator[str]:
    every = trigger.every
    if every is not None and (months_of(every) < 1 or every.days or every.working_days):
        yield "$.trigger.every: whole months or years, at least one"
    days = [add_span(LEAP_DAY, span, 1, weekends()) for span in trigger.at or ()]
    for place, (one, other) in enumerate(pairwise(days), 1):
        if one is None or other is None or other - one < timedelta(days=28):
            yield f"$.trigger.at[{place}]: not at least 28 days after the one before it"


def _find_step_mistakes(trigger: Trigger, steps: Sequence[Step]) -> Iterator[str]:
    for place, step in enumerate(steps):
        bounds = of_step(step)
        if max(abs(bounds.least), abs(bounds.most)) > DISTANCE_DAYS_MAX + 60:
            yield f"$.steps[{place}]: further than five years away"
        if step.from_ == "opens" and not isinstance(trigger, Yearly):
            yield f"$.steps[{place}].from: only what has a window opens"
    for place in range(1, len(steps)):
        pairs = [plan(steps[place - 1 : place + 1], one, weekends()) for one in _probes(trigger)]
        if any(one is None or other is None or one >= other for one, other in pairs):
            yield f"$.steps[{place}]: not after the step before it"


def _probes(trigger: Trigger) -> list[Occasion]:
    if isinstance(trigger, Yearly):
        try:
            return list(seasons(trigger, date(2027, 1, 1), date(2030, 12, 31)))
        except ValueError:
            return []
    return [Occasion(day) for day in PROBES]
