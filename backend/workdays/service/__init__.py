"""The city's calendar of working days, in memory and in the database."""

from backend.workdays.service.filling import fill
from backend.workdays.service.years import calendar, read_years, warn_of_gaps, years

__all__ = ["calendar", "fill", "read_years", "warn_of_gaps", "years"]
