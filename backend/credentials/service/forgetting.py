"""What nobody asks about any more, in small bites: batches whose evidence cannot come now, and old lists."""

from datetime import timedelta

from backend.core import clock, db
from backend.credentials.rules.lists import USABLE_SECONDS

# Readers hand in codes of a week ago, and a batch says which phone they were on.
KEEP_BATCHES = timedelta(days=9)
BITE = 5_000
BITES_MAX = 40

# By table: the column that says when a row was over, and how long after that it is of use.
OVER = {
    "credential_batch": ("expires_at", KEEP_BATCHES),
    "credential_revocation": ("expires_at", timedelta(hours=1)),
    "credential_shard": ("expires_at", timedelta(hours=1)),
    "status_list": ("made_at", timedelta(seconds=2 * USABLE_SECONDS)),
    "online_only": ("until", timedelta(0)),
}


async def forget() -> int:
    """Remove what is over; returns how many rows. What one run leaves (200,000 of a table) the next takes."""
    now, total = clock.now(), 0
    for table, (column, kept) in OVER.items():
        statement = (
            f"delete from {table} where ctid = any(array("  # noqa: S608  # made of constants
            f"select ctid from {table} where {column} < $1 limit $2 for update skip locked))"
        )
        for _ in range(BITES_MAX):
            async with db.connection() as connection:
                done: str = await connection.execute(statement, now - kept, BITE)
            count = int(done.rpartition(" ")[2])
            total += count
            if count < BITE:
                break
    return total
