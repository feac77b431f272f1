"""A table for each day's verifications, made before the day comes."""

from collections.abc import Iterable
from datetime import date, timedelta

from backend.core import clock, db
from backend.core.batches import Connection

DAYS_BACK = 1
DAYS_AHEAD = 7
ADVISORY_LOCK = 0x59494D50  # "YIMP"


async def make_partitions() -> None:
    """Make the tables from yesterday to a week ahead that are not there yet."""
    today = clock.now().date()
    async with db.connection() as connection:
        for offset in range(-DAYS_BACK, DAYS_AHEAD + 1):
            for table in ("verification", "offline_verification"):
                await make_partition(connection, table, today + timedelta(days=offset))


async def make_offline_partitions(connection: Connection, days: Iterable[date]) -> None:
    """Make the tables for what was verified offline on `days`, which may lie a week back."""
    for day in days:
        await make_partition(connection, "offline_verification", day)


async def make_partition(connection: Connection, table: str, day: date) -> None:
    """Make the table for `day` unless it is there.

    It is made apart and attached: `create table … partition of` would stop all traffic for its moment.
    """
    name = f"{table}_{day:%Y%m%d}"
    if await connection.fetchval("select to_regclass($1)", name) is not None:
        return
    async with connection.transaction():
        await connection.execute("select pg_advisory_xact_lock($1)", ADVISORY_LOCK)
        if await connection.fetchval("select to_regclass($1)", name) is None:
            await connection.execute(
                f"create table {name} (like {table} including all);"
                f"alter table {table} attach partition {name}"
                f" for values from ('{day}') to ('{day + timedelta(days=1)}')"
            )
