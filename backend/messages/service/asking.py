"""Settling what nobody knows: the provider is asked by our id; nothing goes out again before it denies it."""

import asyncio
import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import structlog

from backend.core import clock, db
from backend.messages.ports import Provider, Report
from backend.messages.rules.outcomes import Change, after_report, ask_at
from backend.messages.service.breakers import note_failure
from backend.messages.service.recording import Recorded, record
from backend.messages.service.workers import ABANDONED, LOCKS

ASK_SECONDS = 15

# What waits for a moment that is over an hour and more ahead of its making was made by a clock that jumped.
MEND = """
update delivery set created_at = $1, due_at = $1, next_at = $1
where state = 'queued' and created_at > $1::timestamptz + interval '1 minute'
"""
CLOSE = """
update delivery set next_at = null, ended_at = $2
where state in ('unknown', 'sent') and next_at is not null and provider = any($1::text[])
"""
# Two workers ask for different ones; a worker that ends before the answer leaves them for the next time.
# What is to be asked for in more than an hour was written by a clock that jumped.
TAKE = """
update delivery set next_at = $2::timestamptz + interval '30 seconds' where id in (
    select id from delivery
    where provider = $1 and state in ('unknown', 'sent')
        and (next_at <= $2 or next_at > $2::timestamptz + interval '1 hour')
    order by next_at limit $3 for update skip locked
)
returning id, state, due_at, denials, channel, attempts
"""

events = structlog.get_logger()


async def find_abandoned(silent: Sequence[str]) -> int:
    """What workers that are gone had taken is unknown from now on; returns how much.

    Of providers that cannot be asked (`silent`) it stays so. What was queued by a clock that ran ahead is
    due now.
    """
    now = clock.now()
    async with db.connection() as connection:
        done: str = await connection.execute(ABANDONED, LOCKS, now)
        await connection.execute(MEND, now)
        if silent:
            await connection.execute(CLOSE, list(silent), now)
    return int(done.rpartition(" ")[2])


async def ask(provider: Provider) -> int:
    """Ask `provider` what became of deliveries about which it is time to know; returns how many."""
    now = clock.now()
    async with db.connection() as connection:
        rows = await connection.fetch(TAKE, provider.name, now, provider.batch_max)
    if not rows:
        return 0
    reports = await _ask(provider, [str(row["id"]) for row in rows])
    if reports is None:
        await note_failure(provider.name)
    found = [_settle(row, (reports or {}).get(str(row["id"])), now) for row in rows]
    await record(provider.name, [one for one in found if one is not None])
    return len(rows)


async def _ask(provider: Provider, ids: list[str]) -> dict[str, Report] | None:
    try:
        async with asyncio.timeout(ASK_SECONDS):
            return {report.id: report for report in await provider.ask(ids)}
    except Exception as error:  # noqa: BLE001 - it is asked again later
        events.warning("delivery.not_asked", provider=provider.name, error=type(error).__name__)
        return None


def _settle(row: Any, report: Report | None, now: datetime) -> Recorded | None:
    attempt: int = row["attempts"]
    delivery: uuid.UUID = row["id"]
    if report is None:
        return Recorded(delivery, _ask_again(row, now), None, attempt)
    change = after_report(
        report.state,
        report.reason,
        now,
        before=row["state"],
        due_at=row["due_at"],
        denials=row["denials"],
        channel=row["channel"],
    )
    return Recorded(delivery, change or _ask_again(row, now), None, attempt)


def _ask_again(row: Any, now: datetime) -> Change:
    return Change(state=row["state"], next_at=ask_at(now, row["due_at"]), denials=row["denials"])
