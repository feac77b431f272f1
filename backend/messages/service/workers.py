"""A worker that delivers: a number, and a lock that PostgreSQL holds for it as long as it lives.

Whose deliveries were taken and never recorded is known by the lock and not by a clock: one that jumps, or a
worker that stands still, takes nothing from anybody. Claims are made on the very connection that holds the
lock, so a worker whose lock is gone claims nothing.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from backend.core import db
from backend.core.batches import Connection

LOCKS = 0x59494D57  # "YIMW"

# The number of live workers, for each to take its share of a provider's rate.
COUNT = """
select count(*) from pg_locks where locktype = 'advisory' and classid = $1 and granted
    and database = (select oid from pg_database where datname = current_database())
"""
# What a worker that is gone had taken: it may have gone out or not.
ABANDONED = """
with live as materialized (
    select objid::bigint as worker from pg_locks
    where locktype = 'advisory' and classid = $1 and granted
        and database = (select oid from pg_database where datname = current_database())
)
update delivery set state = 'unknown', error = 'worker-gone', worker = null, next_at = $2, denials = 0
where state = 'sending' and not exists (select from live where live.worker = delivery.worker)
"""


@dataclass
class Worker:
    """`number` stands with what it has claimed; `lock` keeps its connection for one statement at a time."""

    number: int
    connection: Connection
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


@asynccontextmanager
async def working() -> AsyncIterator[Worker]:
    """A worker, as long as the block runs."""
    async with db.pool().acquire() as connection:
        number = await connection.fetchval("select nextval('delivery_worker')::integer")
        await connection.execute("select pg_advisory_lock($1, $2)", LOCKS, number)
        try:
            yield Worker(number, connection)
        finally:
            if not connection.is_closed():
                await connection.execute("select pg_advisory_unlock($1, $2)", LOCKS, number)


async def count_workers() -> int:
    """How many workers deliver now."""
    async with db.connection() as connection:
        count: int = await connection.fetchval(COUNT, LOCKS)
    return count
