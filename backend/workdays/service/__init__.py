"""The city's calendar of working days, in memory and in the database."""

from backend.workdays.service.filling import fill
from backend.workdays.service.years import (
    add_working_days,
    calendar,
    read_years,
    warn_of_gaps,
    working_days_between,
    years,
)

__all__ = [
    "add_working_days",
    "calendar",
    "fill",
    "read_years",
    "warn_of_gaps",
    "working_days_between",
    "years",
]
