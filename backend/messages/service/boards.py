"""How deliveries are doing, for operators: figures and ids."""

import uuid
from datetime import timedelta
from typing import Any

import asyncpg

from backend.core import clock, db
from backend.core.pages import Page, cut_page
from backend.messages.rules import State
from backend.messages.schemas import Board, DeliveryLine, Figures, ProviderLine

NEWEST = uuid.UUID(int=2**128 - 1)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WITHIN_SECONDS = 10
COUNTED = ("queued", "sending", "sent", "delivered", "failed", "unknown", "gave-up", "cancelled")

# What waits for the morning is not due yet, and counts as queued all the same.
FIGURES = """
select channel, provider, span.name as span,
    count(*) filter (where state = 'queued') as queued,
    count(*) filter (where state = 'sending') as sending,
    count(*) filter (where state = 'sent') as sent,
    count(*) filter (where state = 'delivered') as delivered,
    count(*) filter (where state = 'failed') as failed,
    count(*) filter (where state = 'unknown') as unknown,
    count(*) filter (where state = 'gave-up') as gave_up,
    count(*) filter (where state = 'cancelled') as cancelled,
    avg(coalesce(handed_at - due_at <= make_interval(secs => $3), false)::integer::double precision)
        filter (where handed_at is not null or state in ('queued', 'sending', 'unknown', 'gave-up')
            and due_at < $4::timestamptz - make_interval(secs => $3)) as within_10_s,
    percentile_cont(0.5) within group (order by extract(epoch from handed_at - due_at)::double precision)
        filter (where handed_at is not null) as p50_seconds,
    percentile_cont(0.95) within group (order by extract(epoch from handed_at - due_at)::double precision)
        filter (where handed_at is not null) as p95_seconds
from delivery
join (values ('hour', $1::timestamptz), ('day', $2::timestamptz)) as span (name, since) on due_at > span.since
group by channel, provider, span.name
"""
OLDEST = """
select channel, min(next_at) as at from delivery where state = 'queued' and attempts = 0 and next_at <= $1
group by channel
"""
STANDINGS = "select provider, open_until, open_because from provider_state where open_until > $1"
LIST = """
select delivery.id, message, kind, channel, state, provider, attempts, error, due_at, handed_at, ended_at
from delivery join message on message.id = delivery.message
where delivery.id < $1 and ($2::text is null or state = $2) and ($3::text is null or provider = $3)
order by delivery.id desc limit $4
"""
NOTHING = Figures(
    queued=0, sending=0, sent=0, delivered=0, failed=0, unknown=0, gave_up=0, cancelled=0,
    within_10_s=None, p50_seconds=None, p95_seconds=None,
)  # fmt: skip


async def read_board() -> Board:
    """Every provider's last hour and day, by when deliveries were due, at this moment."""
    now = clock.now()
    async with db.connection() as connection:
        rows = await connection.fetch(FIGURES, now - HOUR, now - DAY, WITHIN_SECONDS, now)
        oldest = {row["channel"]: row["at"] for row in await connection.fetch(OLDEST, now)}
        standings = {row["provider"]: row for row in await connection.fetch(STANDINGS, now)}
    figures = {(row["channel"], row["provider"], row["span"]): _figures(row) for row in rows}
    lines = sorted(
        {(channel, provider) for channel, provider, _ in figures}, key=lambda line: (line[0], line[1] or "")
    )
    return Board(
        now,
        [
            ProviderLine(
                channel=channel,
                provider=provider,
                hour=figures.get((channel, provider, "hour"), NOTHING),
                day=figures.get((channel, provider, "day"), NOTHING),
                open_until=standings[provider]["open_until"] if provider in standings else None,
                open_because=standings[provider]["open_because"] if provider in standings else None,
                oldest_queued_at=oldest.get(channel),
            )
            for channel, provider in lines
        ],
    )


async def list_deliveries(
    state: State | None, provider: str | None, limit: int, after: uuid.UUID | None
) -> Page[DeliveryLine]:
    """A page of deliveries, newest first, of one state or provider."""
    async with db.connection() as connection:
        rows = await connection.fetch(LIST, after or NEWEST, state, provider, limit + 1)
    return cut_page(rows, limit, _view, lambda row: row["id"])


def _figures(row: asyncpg.Record) -> Figures:
    named: dict[str, Any] = {name: row[name] for name in Figures.__struct_fields__}
    return Figures(**named)


def _view(row: asyncpg.Record) -> DeliveryLine:
    return DeliveryLine(**dict(row))
