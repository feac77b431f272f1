"""The calendar as SQL knows it."""

from backend.core import db
from backend.workdays.rules.calendars import every_day
from backend.workdays.service.years import calendar

FILL = """
insert into calendar_day (day, working, ordinal)
select day, working, sum(working::int) over (order by day)
from unnest($1::date[], $2::boolean[]) as given (day, working)
on conflict (day) do update set working = excluded.working, ordinal = excluded.ordinal
where (calendar_day.working, calendar_day.ordinal) <> (excluded.working, excluded.ordinal)
"""


async def fill() -> None:
    """Bring the table of days to what content says; changes nothing that is right."""
    known = calendar()
    days = list(every_day())
    working = set(known.days)
    async with db.connection() as connection:
        await connection.execute(FILL, days, [day in working for day in days])
