"""Work for later, promised in the transaction that needs it, and kept whatever Valkey forgets."""

import functools
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import msgspec
import structlog
from arq.connections import ArqRedis

from backend.core import clock, db
from backend.core.ids import new_id

# A row handed over and not done comes again after its lease, which outlives any job (worker.JOB_SECONDS).
LEASE_SECONDS = 10
ATTEMPTS_MAX = 10
BATCH = 200
KEEP_DONE_HOURS = 24

Job = Callable[..., Awaitable[None]]

log = structlog.get_logger()

CLAIM = """
update outbox set
    due_at = $1::timestamptz + make_interval(secs => $2 * (1 + attempts)), attempts = attempts + 1
where id in (
    select id from outbox where done_at is null and given_up_at is null and due_at <= $1
    order by due_at limit $3 for update skip locked
)
returning id, job, payload, attempts
"""


async def enqueue(job: str, /, *, due_at: datetime | None = None, **payload: str | int) -> None:
    """Run `job` ("people.send_password") once the open transaction has committed, and not before `due_at`.

    The payload holds ids only. Outside a transaction this is a RuntimeError.
    """
    if not db.in_transaction():
        raise RuntimeError("enqueue() needs an open transaction")
    now = clock.now()
    async with db.connection() as connection:
        await connection.execute(
            "insert into outbox (id, job, payload, created_at, due_at) values ($1, $2, $3, $4, $5)",
            new_id(), job, msgspec.json.encode(payload).decode(), now, due_at or now,
        )  # fmt: skip


async def relay(redis: ArqRedis) -> int:
    """Hand rows that are due to arq; returns how many. Safe to run anywhere, any number of times."""
    async with db.pool().acquire() as connection:
        rows = await connection.fetch(CLAIM, clock.now(), LEASE_SECONDS, BATCH)
    for row in rows:
        payload = msgspec.json.decode(row["payload"])
        await redis.enqueue_job(
            row["job"], str(row["id"]), _job_id=f"{row['id']}:{row['attempts']}", **payload
        )
    return len(rows)


def once(name: str, job: Job) -> Callable[..., Awaitable[None]]:
    """`job` as arq runs it: skipped when its row is done, marked done after it, tried again when it fails."""

    @functools.wraps(job)
    async def run(ctx: dict[str, Any], row_id: str, **payload: Any) -> None:
        async with db.pool().acquire() as connection:
            waiting = await connection.fetchval(
                "select true from outbox where id = $1 and done_at is null and given_up_at is null", row_id
            )
        if not waiting:
            return
        try:
            await job(ctx, **payload)
        except Exception as error:  # noqa: BLE001 - whatever a job raises, its row is tried again
            await _record_failure(row_id, name, error)
            return
        async with db.pool().acquire() as connection:
            await connection.execute("update outbox set done_at = $2 where id = $1", row_id, clock.now())

    return run


async def _record_failure(row_id: str, name: str, error: Exception) -> None:
    log.warning("job.failed", job=name, row=row_id, exc_info=error)
    async with db.pool().acquire() as connection:
        await connection.execute(
            "update outbox set error = $2, given_up_at = case when attempts >= $3 then $4::timestamptz end"
            " where id = $1",
            row_id, type(error).__name__, ATTEMPTS_MAX, clock.now(),
        )  # fmt: skip


async def forget() -> int:
    """Remove rows that were done a day ago; returns how many."""
    async with db.connection() as connection:
        done = await connection.execute(
            "delete from outbox where done_at < $1", clock.now() - timedelta(hours=KEEP_DONE_HOURS)
        )
    return int(done.split()[-1])


async def count_waiting() -> int:
    """How many rows are not done and not given up."""
    async with db.connection() as connection:
        waiting: int = await connection.fetchval(
            "select count(*) from outbox where done_at is null and given_up_at is null"
        )
    return waiting
