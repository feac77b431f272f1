"""What venues checked, added up by day: the city's own verifications a minute later, offline ones at once."""

import uuid
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Protocol

from backend.city_codes.schemas import OutcomeCount
from backend.core import clock, db
from backend.core.batches import Connection
from backend.core.clock import SHANGHAI

# A batch is tried again for eight seconds after its time was set, and committed within five more.
BEHIND = timedelta(seconds=20)
SPAN_MAX = timedelta(minutes=10)

BEGIN = """
insert into venue_counting (counted_until) values ($1) on conflict (single) do nothing
"""
SPAN = "select counted_until from venue_counting for update"
COUNT = """
insert into venue_count (venue, day, offline, outcome, checks)
select venue, (at at time zone 'Asia/Shanghai')::date, false, outcome, count(*)
from (
    select venue, at, 'accepted' as outcome from verification where at >= $1 and at < $2
    union all
    select venue, at, reason from refusal where at >= $1 and at < $2
) as checks
group by 1, 2, 4 order by 1, 2, 4
on conflict (venue, day, offline, outcome) do update set checks = venue_count.checks + excluded.checks
"""
GO_ON = "update venue_counting set counted_until = $1"
ADD = """
insert into venue_count (venue, day, offline, outcome, checks)
select * from unnest($1::uuid[], $2::date[], $3::bool[], $4::text[], $5::bigint[]) as counted
order by 1, 2, 3, 4
on conflict (venue, day, offline, outcome) do update set checks = venue_count.checks + excluded.checks
"""
READ = """
select day, offline, outcome, checks from venue_count where venue = $1 and day > $2
order by day desc, offline, outcome
"""


class Checked(Protocol):
    """What an offline verification says of where, when and how."""

    @property
    def venue(self) -> uuid.UUID: ...

    @property
    def at(self) -> datetime: ...

    @property
    def reason(self) -> str | None: ...


async def count_verifications() -> None:
    """Add up what the city verified since the last time; two at once wait for each other."""
    now = clock.now()
    async with db.transaction(), db.connection() as connection:
        await connection.execute(BEGIN, now - BEHIND)
        since: datetime = await connection.fetchval(SPAN)
        until = min(now - BEHIND, since + SPAN_MAX)
        if until > since:
            await connection.execute(COUNT, since, until)
            await connection.execute(GO_ON, until)


async def count_offline(connection: Connection, rows: Iterable[Checked]) -> None:
    """Add up offline verifications, in the transaction that keeps them."""
    counted = Counter(
        (row.venue, row.at.astimezone(SHANGHAI).date(), row.reason or "accepted") for row in rows
    )
    if counted:
        columns = zip(
            *((venue, day, True, outcome, n) for (venue, day, outcome), n in counted.items()), strict=True
        )
        await connection.execute(ADD, *columns)


async def read_counts(venue: uuid.UUID, since: date) -> list[OutcomeCount]:
    """What a venue checked after the day `since`, the newest day first."""
    async with db.connection() as connection:
        rows = await connection.fetch(READ, venue, since)
    return [OutcomeCount(**row) for row in rows]
