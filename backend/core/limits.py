"""How often something may be tried, counted in PostgreSQL: no restart and no second process forgets."""

from datetime import UTC, datetime, timedelta

from backend.core import clock, db
from backend.core.problems import TooManyRequests
from backend.core.sealing import blind_index

# One statement on a connection of its own: the count stands even when the request's transaction is undone.
COUNT = """
insert into limit_count (scope, key, window_start, used, ends_at)
values ($1, $2, $3, $4, $5)
on conflict (scope, key, window_start) do update set used = limit_count.used + excluded.used
returning used
"""


async def count(scope: str, key: str, *, limit: int, window_seconds: int, cost: int = 1) -> int:
    """How often `scope` was tried for `key` in this window, this time included.

    More than `limit` is TooManyRequests; giving a try back (a negative `cost`) never is. `key` (an account,
    an address) is stored as a keyed index only: there are so few addresses that a plain hash would give them
    away.
    """
    now = clock.now()
    start = datetime.fromtimestamp(now.timestamp() // window_seconds * window_seconds, UTC)
    ends = start + timedelta(seconds=window_seconds)
    async with db.pool().acquire() as connection:
        used: int = await connection.fetchval(COUNT, scope, _index(scope, key), start, cost, ends)
    if cost >= 0 and used > limit:
        raise TooManyRequests(retry_after_seconds=max(1, round((ends - now).total_seconds())))
    return used


async def forget() -> int:
    """Remove windows that are over; returns how many."""
    async with db.connection() as connection:
        done = await connection.execute("delete from limit_count where ends_at < $1", clock.now())
    return int(done.split()[-1])


def _index(scope: str, key: str) -> bytes:
    return blind_index(key, field=f"limit_count.{scope}")[:16]
