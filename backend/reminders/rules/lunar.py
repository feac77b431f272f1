"""The lunar calendar (农历, GB/T 33661-2017), from 31 January 1900 to the end of the lunar year 2099."""

from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from borax.calendars.lunardate import LCalendars

FIRST, FIRST_YEAR, LAST_YEAR = date(1900, 1, 31), 1900, 2099


class Month(NamedTuple):
    """A lunar month: its first day and how many days it has, 29 or 30."""

    first: date
    length: int


@lru_cache(maxsize=1)
def months() -> dict[tuple[int, int, bool], Month]:
    """Every month by year, number, and whether it is a leap month."""
    found, day = {}, FIRST
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        for number, length, leap in LCalendars.iter_year_month(year):
            found[year, number, bool(leap)] = Month(day, length)
            day += timedelta(days=length)
    return found


@lru_cache(maxsize=1)
def _days() -> dict[date, tuple[int, int, int]]:
    return {
        month.first + timedelta(days=place): (year, number, place + 1)
        for (year, number, _), month in months().items()
        for place in range(month.length)
    }


def find_day(day: date) -> tuple[int, int, int] | None:
    """Year, month and day, a leap month as the month that it repeats; None outside the calendar."""
    return _days().get(day)


def find_solar(year: int, number: int, day: int) -> date | None:
    """The date of a day of an ordinary month; the 30th of a month with 29 days is its 29th."""
    month = months().get((year, number, False))
    return None if month is None else month.first + timedelta(days=min(day, month.length) - 1)


@lru_cache(maxsize=400)
def births(day: date) -> tuple[date, ...]:
    """Every earlier date whose lunar anniversary, kept in ordinary months, falls on `day`."""
    known = find_day(day)
    if known is None or find_solar(*known) != day:
        return ()
    year, number, place = known
    places = [place, 30] if place == 29 and months()[year, number, False].length == 29 else [place]
    return tuple(
        month.first + timedelta(days=one - 1)
        for (born, other, _), month in months().items()
        if other == number and born < year
        for one in places
        if one <= month.length
    )
