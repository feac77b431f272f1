"""The calendar of working days, and sums with it."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.migrations.steps import step

ID = "2026-11-26t20-workdays"
VERSION = "1.38.0"
DESCRIPTION = "Working days"

SQL = """
create table calendar_day (
    day     date primary key,
    working boolean not null,
    ordinal integer not null
);
create unique index calendar_day_working on calendar_day (ordinal) include (day) where working;

create function add_working_days(begin_at date, working_days integer) returns date
language sql stable parallel safe return
    case when working_days = 0 then begin_at else (
        select found.day
        from calendar_day as begun
        join calendar_day as found on found.working and found.ordinal = begun.ordinal + working_days
            + case when working_days < 0 and not begun.working then 1 else 0 end
        where begun.day = begin_at
    ) end;

create function working_days_between(first_day date, last_day date) returns integer
language sql stable parallel safe return
    (select ordinal from calendar_day where day = last_day)
    - (select ordinal from calendar_day where day = first_day);
"""


async def forwards() -> MigrationManager:
    return step(ID, DESCRIPTION, SQL)
