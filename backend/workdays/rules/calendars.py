"""A calendar of working days, and sums with it."""

from bisect import bisect_left
from collections.abc import Collection, Iterator
from datetime import date, timedelta

FIRST, LAST = date(2000, 1, 1), date(2050, 12, 31)


class Calendar:
    """Which days from 2000 to 2050 are working days; `days` are those, in order."""

    def __init__(self, days: list[date]) -> None:
        self.days = days

    def works(self, day: date) -> bool:
        """Whether offices work on `day`."""
        place = bisect_left(self.days, day)
        return place < len(self.days) and self.days[place] == day

    def add_working_days(self, day: date, working_days: int) -> date | None:
        """The last of so many working days after `day`, or before it when negative; `day` itself for 0.

        The day one begins at is not counted (民法典 Civil Code Article 201). None beyond the calendar.
        """
        if working_days == 0:
            return day
        if not FIRST <= day <= LAST:
            return None
        place = bisect_left(self.days, day)
        if working_days > 0:
            place += working_days - (0 if self.works(day) else 1)
        else:
            place += working_days
        return self.days[place] if 0 <= place < len(self.days) else None

    def working_days_between(self, first: date, last: date) -> int | None:
        """How many working days come after `first`, up to and with `last`; negative the other way round.

        None beyond the calendar.
        """
        if not (FIRST <= first <= LAST and FIRST <= last <= LAST):
            return None
        after = timedelta(days=1)
        return bisect_left(self.days, last + after) - bisect_left(self.days, first + after)


def make_calendar(free: Collection[date], working: Collection[date]) -> Calendar:
    """Monday to Friday, but for the `free` days, and the `working` ones among the others."""
    return Calendar([day for day in every_day() if day in working or (day.weekday() < 5 and day not in free)])


def every_day() -> Iterator[date]:
    """Each day that the calendar knows."""
    for ordinal in range(FIRST.toordinal(), LAST.toordinal() + 1):
        yield date.fromordinal(ordinal)
