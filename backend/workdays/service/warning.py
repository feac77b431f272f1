"""Telling operators of years whose calendar has not been completed."""

from datetime import date

import structlog
from prometheus_client import Gauge

from backend.core import clock
from backend.workdays.service.years import years

events = structlog.get_logger()
incomplete = Gauge("yima_incomplete_years", "Years in use whose calendar of working days is not complete.")


def find_gaps(today: date) -> list[int]:
    """The years, this one and the next, whose calendar is not complete.

    The next one is asked for from December on: it is published in November.
    """
    asked = [today.year, *([today.year + 1] if today.month == 12 else [])]
    known = years()
    return [year for year in asked if year not in known or not known[year].complete]


async def warn_operators() -> None:
    """Name them in the log, each hour until somebody completes them."""
    for year in find_gaps(clock.today()):
        events.warning("workdays.incomplete", year=year)


incomplete.set_function(lambda: len(find_gaps(clock.today())))
