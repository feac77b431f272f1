"""Dates reckoned from other dates, as the law reckons them."""

from calendar import monthrange
from datetime import date, timedelta

from backend.conditions.rules.trees import DateFrom
from backend.workdays.rules.calendars import Calendar

# Nothing is reckoned from dates of a fact outside these: adding to them may leave the years 1 to 9999.
EARLIEST, LATEST = date(500, 1, 1), date(9500, 12, 31)


def add_months(day: date, months: int) -> date | None:
    """The same day `months` calendar months later, or the month's last day where there is none.

    29 February and a year later is 28 February. None outside the years 1 to 9999.
    """
    place = day.year * 12 + day.month - 1 + months
    year, month = divmod(place, 12)
    if not date.min.year <= year <= date.max.year:
        return None
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def reckon(offset: DateFrom, day: date | None, calendar: Calendar) -> date | None:
    """The date that `offset` means, begun at `day`; None when that is unknown or out of reach."""
    if day is None or not EARLIEST <= day <= LATEST:
        return None
    moved = add_months(day, offset.years * 12 + offset.months)
    if moved is None:
        return None
    moved += timedelta(days=offset.days)
    return calendar.add_working_days(moved, offset.working_days) if offset.working_days else moved
