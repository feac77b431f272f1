"""What nobody asks about any more: batches whose evidence cannot come in now, and old lists."""

from datetime import timedelta

from backend.core import clock, db
from backend.credentials.rules.lists import USABLE_SECONDS

# Readers hand in codes of a week ago, and a batch says which phone they were on.
KEEP_BATCHES = timedelta(days=9)

FORGET = {
    "delete from credential_batch where expires_at < $1": KEEP_BATCHES,
    "delete from credential_revocation where expires_at < $1": timedelta(hours=1),
    "delete from credential_shard where expires_at < $1": timedelta(hours=1),
    "delete from status_list where made_at < $1": timedelta(seconds=2 * USABLE_SECONDS),
    "delete from online_only where until < $1": timedelta(0),
}


async def forget() -> int:
    """Remove what is over; returns how many rows."""
    now, count = clock.now(), 0
    async with db.connection() as connection:
        for statement, kept in FORGET.items():
            count += int((await connection.execute(statement, now - kept)).split()[-1])
    return count
