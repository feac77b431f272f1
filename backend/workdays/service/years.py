"""Years of content, read once."""

from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from backend import content
from backend.workdays.rules.calendars import FIRST, LAST, Calendar, make_calendar
from backend.workdays.schemas import Holiday, Year

# Holidays on the same day of every year (全国年节及纪念日放假办法, as of 2025), for years without a file.
FIXED = ((1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3))
DAYS_MAX = 15


@lru_cache(maxsize=1)
def years() -> dict[int, Year]:
    """Every year there is a file of; ContentError when any of them is wrong."""
    return read_years(content.FOLDER / "workdays")


@lru_cache(maxsize=1)
def calendar() -> Calendar:
    """The city's calendar. A year without a file has its weekends and the holidays that never move."""
    known = years()
    free = {day for year in known.values() for holiday in year.holidays for day in _days(holiday)}
    free |= {
        date(year, month, day)
        for year in range(FIRST.year, LAST.year + 1)
        if year not in known
        for month, day in FIXED
    }
    return make_calendar(free, {day for year in known.values() for day in year.makeup})


def add_working_days(day: date, working_days: int) -> date:
    """As `Calendar.add_working_days`; beyond the calendar, which ends in 2050, a LookupError."""
    found = calendar().add_working_days(day, working_days)
    if found is None:
        raise LookupError(f"{working_days} working days from {day} are beyond the calendar")
    return found


def working_days_between(first: date, last: date) -> int:
    """As `Calendar.working_days_between`; beyond the calendar a LookupError."""
    found = calendar().working_days_between(first, last)
    if found is None:
        raise LookupError(f"{first} to {last} is beyond the calendar")
    return found


def read_years(folder: Path) -> dict[int, Year]:
    """The years in `folder`; ContentError with every mistake."""
    read = content.load(folder, Year)
    errors = [
        f"content/workdays/{name}.yaml: {line}" for name, year in read.items() for line in _errors(name, year)
    ]
    if errors:
        raise content.ContentError(errors)
    return {_number(name): year for name, year in read.items()}


def _errors(name: str, year: Year) -> list[str]:
    named = _number(name)
    if not FIRST.year <= named <= LAST.year:
        return [f"the file's name is year-{FIRST.year} to year-{LAST.year}"]
    days = [day for holiday in year.holidays for day in _days(holiday)]
    errors = [
        f"$.holidays: {holiday.title.zh}: its last day does not follow its first"
        for holiday in year.holidays
        if not 0 <= (holiday.last - holiday.first).days < DAYS_MAX
    ]
    errors += [f"$.holidays: {day} is in another year" for day in days if day.year != named]
    errors += [f"$.holidays: {day} stands twice" for day in sorted(set(days)) if days.count(day) > 1]
    errors += [f"$.makeup: {day} is in another year" for day in year.makeup if day.year != named]
    errors += [f"$.makeup: {day} is no weekend" for day in year.makeup if day.weekday() < 5]
    errors += [f"$.makeup: {day} is a holiday as well" for day in year.makeup if day in days]
    return errors


def _number(name: str) -> int:
    digits = name.removeprefix("year-")
    return int(digits) if digits.isdigit() else 0


def _days(holiday: Holiday) -> list[date]:
    length = min((holiday.last - holiday.first).days + 1, DAYS_MAX)
    return [holiday.first + timedelta(days=place) for place in range(length)]
