"""Removing what is long past, in small bites."""

from datetime import timedelta

from backend.core import clock, db

SWEEPS_KEPT = timedelta(days=400)
REMINDERS_KEPT = timedelta(days=1100)
BITE = 2_000
BITES_MAX = 20

SWEEPS = "delete from sweep where finished_at < $1"
# A match stays: it says that somebody was told of this version.
REMINDERS = """
delete from reminder where id in (
    select id from reminder where remind_on < $1 and due_on is not null limit $2)
"""


async def forget_old() -> int:
    """Remove sweeps of 400 days ago and reminders of three years ago; gives how many rows."""
    async with db.connection() as connection:
        total = _count(await connection.execute(SWEEPS, clock.now() - SWEEPS_KEPT))
    for _ in range(BITES_MAX):
        async with db.connection() as connection:
            bite = _count(await connection.execute(REMINDERS, clock.today() - REMINDERS_KEPT, BITE))
        total += bite
        if bite < BITE:
            break
    return total


def _count(done: str) -> int:
    return int(done.rpartition(" ")[2])
