"""Removing messages that are old, in small bites that hold no lock for long."""

from datetime import timedelta

from backend.core import clock, db

KEPT = timedelta(days=400)
BITE = 500
BITES_MAX = 40

FORGET = "delete from message where id in (select id from message where at < $1 limit $2)"


async def forget_old() -> int:
    """Remove messages older than 400 days; returns how many. What one run leaves the next one takes."""
    total = 0
    for _ in range(BITES_MAX):
        async with db.connection() as connection:
            done: str = await connection.execute(FORGET, clock.now() - KEPT, BITE)
        count = int(done.rpartition(" ")[2])
        total += count
        if count < BITE:
            break
    return total
