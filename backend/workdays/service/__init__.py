"""The city's calendar of working days, in memory and in the database."""

from backend.workdays.service.filling import fill
from backend.workdays.service.warning import find_gaps, warn_operators
from backend.workdays.service.years import (
    add_working_days,
    calendar,
    read_years,
    working_days_between,
    years,
)

__all__ = [
    "add_working_days",
    "calendar",
    "fill",
    "find_gaps",
    "read_years",
    "warn_operators",
    "working_days_between",
    "years",
]
