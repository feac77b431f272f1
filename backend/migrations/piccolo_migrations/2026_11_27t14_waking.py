"""Whoever is awake for less than half an hour a day gets a moment of that, and is not put off for ever."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.migrations.steps import step

ID = "2026-11-27t14-waking"
VERSION = "1.38.0"
DESCRIPTION = "Quiet hours with a narrow gap"

SQL = """
create or replace function wake_at(at timestamptz, quiet_from time, quiet_to time, account uuid)
    returns timestamptz
language sql immutable parallel safe as $$
    select case
        when quiet_from = quiet_to then at
        when quiet_from < quiet_to and not (l.t >= quiet_from and l.t < quiet_to) then at
        when quiet_from > quiet_to and not (l.t >= quiet_from or l.t < quiet_to) then at
        else (l.day + (case when l.t >= quiet_to then 1 else 0 end) + quiet_to) at time zone 'Asia/Shanghai'
            + make_interval(secs => (('x' || left(md5(account::text), 7))::bit(28)::integer % l.spread))
    end
    from (
        select (at at time zone 'Asia/Shanghai')::time as t, (at at time zone 'Asia/Shanghai')::date as day,
            -- No longer than somebody is awake: who waited past that would wait for ever.
            greatest(1, least(1800, extract(epoch from quiet_from - quiet_to)::integer
                + case when quiet_from < quiet_to then 86400 else 0 end)) as spread
    ) l
$$;
"""


async def forwards() -> MigrationManager:
    return step(ID, DESCRIPTION, SQL)
