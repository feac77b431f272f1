"""Counters of credentials that are over, removed in small bites that hold no lock for long."""

from datetime import timedelta

from backend.core import clock, db

# A credential lives for a day, so that one of the day before yesterday is over; and clocks differ.
DAYS_KEPT = timedelta(days=2)
BITE = 5_000
BITES_MAX = 40

FORGET = """
delete from credential_use where (day, cid) in (
    select day, cid from credential_use where day < $1 limit $2 for update skip locked
)
"""


async def forget_uses() -> int:
    """Remove the counters of credentials that are over; returns how many, at most 200,000."""
    over, total = clock.now().date() - DAYS_KEPT, 0
    for _ in range(BITES_MAX):
        async with db.connection() as connection:
            done: str = await connection.execute(FORGET, over, BITE)
        count = int(done.rpartition(" ")[2])
        total += count
        if count < BITE:
            break
    return total
