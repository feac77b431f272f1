"""Removing what is old, in small bites that hold no lock for long."""

from datetime import timedelta

from backend.core import clock, db

KEPT = timedelta(days=400)
# How a message was carried is of interest while somebody may ask about it.
DELIVERIES_KEPT = timedelta(days=90)
CONTACTS_KEPT = timedelta(days=400)
UNCONFIRMED_KEPT = timedelta(days=1)
BITE = 500
BITES_MAX = 40

FORGET = "delete from message where id in (select id from message where at < $1 limit $2)"
FORGET_DELIVERIES = (
    "delete from delivery where id in (select id from delivery where created_at < $1 limit $2)"
)
FORGET_CONTACTS = "delete from contact where id in (select id from contact where ended_at < $1 limit $2)"
FORGET_UNCONFIRMED = """
delete from contact where id in (
    select id from contact where confirmed_at is null and ended_at is null and created_at < $1 limit $2)
"""


async def forget_old() -> int:
    """Remove messages older than 400 days; returns how many. What one run leaves the next one takes."""
    return await _forget(FORGET, KEPT)


async def forget_deliveries() -> int:
    """Remove deliveries older than 90 days, and addresses that are over or never were confirmed; how many."""
    return (
        await _forget(FORGET_DELIVERIES, DELIVERIES_KEPT)
        + await _forget(FORGET_CONTACTS, CONTACTS_KEPT)
        + await _forget(FORGET_UNCONFIRMED, UNCONFIRMED_KEPT)
    )


async def _forget(statement: str, kept: timedelta) -> int:
    total = 0
    for _ in range(BITES_MAX):
        async with db.connection() as connection:
            done: str = await connection.execute(statement, clock.now() - kept, BITE)
        count = int(done.rpartition(" ")[2])
        total += count
        if count < BITE:
            break
    return total
