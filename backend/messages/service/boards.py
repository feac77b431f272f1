"""How deliveries are doing, for operators: figures and ids."""

import uuid
from collections import Counter
from datetime import timedelta
from typing import Any

import asyncpg

from backend.core import clock, db
from backend.core.ids import id_at
from backend.core.pages import Page, cut_page
from backend.messages.rules import STATES, Channel, State
from backend.messages.rules.waiting import FIRST_SECONDS, GROWTH, percentile
from backend.messages.schemas import Board, DeliveryLine, Figures, ProviderLine

NEWEST, NEVER = uuid.UUID(int=2**128 - 1), uuid.UUID(int=0)
ILL = ("failed", "unknown", "gave-up")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WITHIN_SECONDS = 10
COUNTED = tuple(state.replace("-", "_") for state in STATES)

# What waits for the morning is not due yet, and counts as queued all the same.
FIGURES = """
select channel, provider, state, due_at > $1 as of_hour,
    case when handed_at is not null then
        ceil(ln(greatest(extract(epoch from handed_at - due_at)::float8, $5) / $5) / ln($6::float8))::integer
    end as step,
    coalesce(handed_at - due_at <= make_interval(secs => $3), false) as soon,
    handed_at is not null or due_at < $4::timestamptz - make_interval(secs => $3)
        and state in ('queued', 'sending', 'unknown', 'gave-up') as counts,
    count(*) as count
from delivery where due_at > $2
group by 1, 2, 3, 4, 5, 6, 7
"""
OLDEST = """
select channel, min(next_at) as at from delivery where state = 'queued' and attempts = 0 and next_at <= $1
group by channel
"""
STANDINGS = "select provider, open_until, open_because from provider_state where open_until > $1"
LIST = """
select delivery.id, message, kind, channel, state, provider, attempts, error, due_at, handed_at, ended_at
from delivery join message on message.id = delivery.message
where delivery.id < $1 and delivery.id > $5
    and ($2::text is null or state = $2) and ($3::text is null or provider = $3)
order by delivery.id desc limit $4
"""


async def read_board() -> Board:
    """Every provider's last hour and day, by when deliveries were due, at this moment."""
    now = clock.now()
    async with db.connection() as connection:
        rows = await connection.fetch(
            FIGURES, now - HOUR, now - DAY, WITHIN_SECONDS, now, FIRST_SECONDS, GROWTH
        )
        oldest = {row["channel"]: row["at"] for row in await connection.fetch(OLDEST, now)}
        standings = {row["provider"]: row for row in await connection.fetch(STANDINGS, now)}
    counted: dict[tuple[Channel, str | None], list[asyncpg.Record]] = {}
    for row in rows:
        counted.setdefault((row["channel"], row["provider"]), []).append(row)
    return Board(
        now,
        [
            ProviderLine(
                channel=channel,
                provider=provider,
                hour=_figures([row for row in found if row["of_hour"]]),
                day=_figures(found),
                open_until=standings[provider]["open_until"] if provider in standings else None,
                open_because=standings[provider]["open_because"] if provider in standings else None,
                oldest_queued_at=oldest.get(channel),
            )
            for (channel, provider), found in sorted(counted.items(), key=_name)
        ],
    )


async def list_deliveries(
    state: State | None, provider: str | None, limit: int, after: uuid.UUID | None
) -> Page[DeliveryLine]:
    """A page of the last day's deliveries, newest first, of one state or provider; of ill ones, all kept."""
    since = NEVER if state in ILL else id_at(int((clock.now() - DAY).timestamp() * 1000))
    async with db.connection() as connection:
        rows = await connection.fetch(LIST, after or NEWEST, state, provider, limit + 1, since)
    return cut_page(rows, limit, _view, lambda row: row["id"])


def _name(line: tuple[tuple[Channel, str | None], Any]) -> tuple[str, str]:
    (channel, provider), _ = line
    return channel, provider or ""


def _figures(rows: list[asyncpg.Record]) -> Figures:
    states, steps = Counter[str](), Counter[int]()
    soon = counts = 0
    for row in rows:
        states[row["state"].replace("-", "_")] += row["count"]
        if row["step"] is not None:
            steps[row["step"]] += row["count"]
        if row["counts"]:
            counts += row["count"]
            soon += row["count"] * row["soon"]
    return Figures(
        **{name: states[name] for name in COUNTED},
        within_10_s=soon / counts if counts else None,
        p50_seconds=percentile(steps, 0.5),
        p95_seconds=percentile(steps, 0.95),
    )


def _view(row: asyncpg.Record) -> DeliveryLine:
    return DeliveryLine(**dict(row))
