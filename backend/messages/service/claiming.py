"""Taking deliveries that are due, so that no other worker hands them over."""

import time
import uuid
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec

from backend.core import clock, db
from backend.messages.rules import Channel, Locale
from backend.messages.service.workers import Worker

# Later than this nobody is helped by it; what it says stands in the inbox.
TOO_LATE = timedelta(days=7)

# A wish counts up to the last moment, and so do quiet hours. A provider that denied it is asked again before
# any other: it knows our id. Otherwise each try is at the next of those that are open.
CLAIM = """
with urgent as (
    select id from delivery where state = 'queued' and channel = $1 and urgent and next_at <= $2
    order by next_at limit $3 for update skip locked
), other as (
    select id from delivery where state = 'queued' and channel = $1 and not urgent and next_at <= $2
    order by next_at limit $3 - (select count(*) from urgent) for update skip locked
), due as (
    select id from urgent union all select id from other
), judged as (
    select delivery.id, message.kind, message.facts, message.about, message.sensitive,
        coalesce(wish.locale, 'zh-CN') as locale, coalesce(wish.silent, false) as silent,
        case when delivery.urgent then $2 else wake_at($2, coalesce(wish.quiet_from, '21:00'),
            coalesce(wish.quiet_to, '08:00'), delivery.account) end as wake,
        case
            when message.read_at is not null then 'read'
            when message.category <> 'security' and message.tier <> 'statutory'
                and message.category = any(wish.muted) then 'muted'
            when delivery.channel <> all(wish.channels) then 'not-wished'
            when message.at <= (select since from account_holder where account = delivery.account)
                then 'moved'
        end as needless,
        $2 - delivery.due_at > $6 as late
    from due join delivery using (id) join message on message.id = delivery.message
    left join held_preference wish on wish.account = delivery.account
), chosen as (
    select *, case when needless is not null then 'cancelled' when late then 'gave-up'
        when wake > $2 then 'queued' else 'sending' end as state
    from judged
)
update delivery set
    state = chosen.state,
    provider = case when chosen.state <> 'sending' then provider
        when denials > 0 and provider = any($5) then provider
        else ($5::text[])[1 + attempts % cardinality($5)] end,
    worker = case chosen.state when 'sending' then $4::integer end,
    attempts = attempts + (chosen.state = 'sending')::integer,
    error = case when needless is not null then needless when late then 'too-late' else error end,
    next_at = case chosen.state when 'queued' then wake end,
    due_at = case chosen.state when 'queued' then wake else due_at end,
    ended_at = case when chosen.state in ('cancelled', 'gave-up') then $2 end
from chosen where delivery.id = chosen.id
returning delivery.id, delivery.account, delivery.contact, delivery.urgent, delivery.state, provider,
    attempts, kind, facts, about, sensitive, locale, silent
"""

WAITING = """
select channel from unnest($1::text[]) as channel
where coalesce(
    (select true from delivery
        where state = 'queued' and delivery.channel = channel.channel and urgent and next_at <= $2
        order by next_at limit 1),
    (select true from delivery
        where state = 'queued' and delivery.channel = channel.channel and not urgent and next_at <= $2
        order by next_at limit 1),
    false)
"""


class Claimed(msgspec.Struct, frozen=True, kw_only=True):
    """A delivery that this worker alone hands over, and what is to be said; `hidden` from other eyes."""

    id: uuid.UUID
    account: uuid.UUID
    contact: uuid.UUID | None
    channel: Channel
    provider: str
    attempt: int
    urgent: bool
    kind: str
    facts: str
    about: uuid.UUID | None
    hidden: bool
    locale: Locale
    # On a clock that never jumps.
    at: float


async def find_waiting(channels: Collection[Channel]) -> set[Channel]:
    """Those of `channels` for which something is due."""
    async with db.connection() as connection:
        return {row["channel"] for row in await connection.fetch(WAITING, list(channels), clock.now())}


async def claim(
    worker: Worker, channel: Channel, providers: Sequence[str], limit: int
) -> tuple[int, list[Claimed]]:
    """Take at most `limit` deliveries that are due, each for one of `providers`, the urgent ones first.

    Returns how many were looked at, and those that are to be handed over: what was read, muted or moved
    meanwhile is cancelled, and what fell into quiet hours waits for the morning.
    """
    now, at = clock.now(), time.monotonic()
    async with worker.lock:
        rows = await worker.connection.fetch(
            CLAIM, channel, now, limit, worker.number, list(providers), TOO_LATE
        )
    return len(rows), [_claimed(row, channel, at) for row in rows if row["state"] == "sending"]


def _claimed(row: Any, channel: Channel, at: float) -> Claimed:
    return Claimed(
        id=row["id"],
        account=row["account"],
        contact=row["contact"],
        channel=channel,
        provider=row["provider"],
        attempt=row["attempts"],
        urgent=row["urgent"],
        kind=row["kind"],
        facts=row["facts"],
        about=row["about"],
        hidden=row["sensitive"] or row["silent"],
        locale=row["locale"],
        at=at,
    )


def latest(now: datetime) -> datetime:
    """Until when a provider may still send what it gets now."""
    return now + timedelta(days=1)
