"""The table of days, and the functions that every domain's SQL may use.

add_working_days(day, n)             as `Calendar.add_working_days`; null beyond the calendar
working_days_between(first, last)    as `Calendar.working_days_between`
"""

from piccolo.columns import Boolean, Date, Integer
from piccolo.table import Table

from backend.core.db import DB


class CalendarDay(Table, tablename="calendar_day", db=DB):
    """One day; `ordinal`: how many working days there were up to it, itself included."""

    day = Date(primary_key=True, default=None)
    working = Boolean()
    ordinal = Integer()
