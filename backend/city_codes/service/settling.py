"""The single use: a batch of verifications judged and recorded in one statement, durable before it ends."""

import uuid
from collections import Counter
from datetime import date, datetime
from typing import NamedTuple

import asyncpg
import prometheus_client

from backend.city_codes.service.partitions import make_partition
from backend.core import clock
from backend.core.batches import Connection
from backend.places.schemas.catalogue import Reason

# Attempts that are refused for one code and recorded; more would let a reader fill the holder's list.
REFUSALS_PER_CODE_MAX = 10

verdicts = prometheus_client.Counter("yima_verifications", "Verifications by verdict.", ["verdict"])


class Item(NamedTuple):
    """One verification to settle, in the order of the statement's columns.

    `early` is what the code alone told already. Without a holder (`number` is None) it is `not-valid`.
    """

    day: date | None
    cid: bytes | None
    number: int | None
    id: uuid.UUID
    reader: uuid.UUID
    key: uuid.UUID
    attempt: uuid.UUID
    scene: str | None
    shown: str
    early: Reason | None


class Outcome(NamedTuple):
    """What became of an item; `reader_scene` is None when the reader or its key is no longer enrolled."""

    reason: Reason | None
    id: uuid.UUID
    at: datetime
    reader_scene: str | None
    organisation: uuid.UUID | None
    number: int | None
    born_on: date | None
    shown: str


# Sorted, because two batches that insert the same codes in different orders would wait for each other.
ACCEPT = """
with item as materialized (
    select * from unnest(
        $2::date[], $3::bytea[], $4::bigint[], $5::uuid[], $6::uuid[], $7::uuid[], $8::uuid[],
        $9::text[], $10::text[], $11::text[]
    ) with ordinality
    as item (day, cid, number, id, reader, key, attempt, scene, shown, early, place)
), judged as materialized (
    select item.*, standing.venue, standing.organisation, standing.scene as reader_scene, resident.born_on,
        case
            when standing.reader is null then 'not-enrolled'
            when not standing.usable then 'reader-suspended'
            when item.early is not null then item.early
            when item.scene <> standing.scene then 'wrong-scene'
            when resident.suspended is distinct from false or resident.born_on is null then 'revoked'
            when exists (
                select from refusal
                where refusal.cid = item.cid and refusal.reader = item.reader
                    and refusal.attempt = item.attempt
            ) then 'settled'
        end as reason
    from item
    left join reader_standing standing on standing.reader = item.reader and standing.key = item.key
    left join resident_standing resident on resident.number = item.number
), accepted as (
    insert into verification
        (day, cid, id, number, reader, venue, organisation, attempt, at, scene, shown)
    select day, cid, id, number, reader, venue, organisation, attempt, $1, scene, shown
    from judged where reason is null
    order by day, cid
    on conflict do nothing
    returning id
)
select reason, id in (select id from accepted) as accepted, reader_scene, venue, organisation, born_on
from judged order by place
"""

REFUSE = """
insert into refusal (cid, reader, attempt, id, number, venue, organisation, at, scene, reason)
select item.cid, item.reader, item.attempt, item.id, item.number, item.venue, item.organisation, $1,
    item.scene, item.reason
from (
    select sent.*, row_number() over (partition by cid) as turn
    from unnest(
        $2::date[], $3::bytea[], $4::uuid[], $5::uuid[], $6::uuid[], $7::bigint[], $8::uuid[], $9::uuid[],
        $10::text[], $11::text[]
    ) as sent (day, cid, reader, attempt, id, number, venue, organisation, scene, reason)
    where not exists (
        select from verification as used
        where used.day = sent.day and used.cid = sent.cid and used.reader = sent.reader
            and used.attempt = sent.attempt
    )
) as item
where item.turn + (select count(*) from refusal where refusal.cid = item.cid) <= $12
order by item.cid, item.reader, item.attempt
on conflict do nothing
"""

# A statement of its own, so that it sees what a batch beside it committed while this one waited.
FIND_SETTLED = """
with item as materialized (
    select * from unnest($1::date[], $2::bytea[], $3::uuid[], $4::uuid[]) with ordinality
    as item (day, cid, reader, attempt, place)
)
select item.place, used.id, used.at, used.scene, used.shown, null as reason
from item join verification as used
    on used.day = item.day and used.cid = item.cid and used.reader = item.reader
        and used.attempt = item.attempt
union all
select item.place, refusal.id, refusal.at, refusal.scene, '', refusal.reason
from item join refusal
    on refusal.cid = item.cid and refusal.reader = item.reader and refusal.attempt = item.attempt
"""


async def settle(connection: Connection, items: list[Item]) -> list[Outcome]:
    """The outcome of each item, recorded; run again with the same items it gives the same."""
    at = clock.now()
    rows = await _accept(connection, at, items)
    outcomes = [
        Outcome(
            row["reason"] if row["reason"] or row["accepted"] else "replayed",
            item.id,
            at,
            row["reader_scene"],
            row["organisation"],
            item.number,
            row["born_on"],
            item.shown,
        )
        for item, row in zip(items, rows, strict=True)
    ]
    refused = [
        place
        for place, outcome in enumerate(outcomes)
        if outcome.reason and outcome.reader_scene and outcome.number is not None
    ]
    if refused:
        await _refuse(connection, at, [(items[n], rows[n], outcomes[n]) for n in refused])
        for n, settled in await _find_settled(connection, items, refused):
            if settled["reason"] or outcomes[n].reason != "reader-suspended":
                outcomes[n] = _as_settled(outcomes[n], settled)
    for reason, count in Counter(outcome.reason for outcome in outcomes).items():
        verdicts.labels(reason or "accepted").inc(count)
    return outcomes


async def _accept(connection: Connection, at: datetime, items: list[Item]) -> list[asyncpg.Record]:
    columns = list(zip(*items, strict=True))
    try:
        rows = await connection.fetch(ACCEPT, at, *columns)
    except asyncpg.CheckViolationError:  # a day without a table: whoever makes them was away for a week
        for day in {item.day for item in items if item.day}:
            await make_partition(connection, day)
        rows = await connection.fetch(ACCEPT, at, *columns)
    return list(rows)


async def _refuse(
    connection: Connection, at: datetime, refused: list[tuple[Item, asyncpg.Record, Outcome]]
) -> None:
    columns = zip(
        *(
            (
                item.day, item.cid, item.reader, item.attempt, item.id, item.number,
                row["venue"], row["organisation"], row["reader_scene"], outcome.reason,
            )
            for item, row, outcome in refused
        ),
        strict=True,
    )  # fmt: skip
    await connection.execute(REFUSE, at, *columns, REFUSALS_PER_CODE_MAX)


async def _find_settled(
    connection: Connection, items: list[Item], places: list[int]
) -> list[tuple[int, asyncpg.Record]]:
    asked = [(items[n].day, items[n].cid, items[n].reader, items[n].attempt) for n in places]
    rows = await connection.fetch(FIND_SETTLED, *zip(*asked, strict=True))
    return [(places[row["place"] - 1], row) for row in rows]


def _as_settled(outcome: Outcome, settled: asyncpg.Record) -> Outcome:
    return outcome._replace(
        reason=settled["reason"],
        id=settled["id"],
        at=settled["at"],
        reader_scene=settled["scene"],
        shown=settled["shown"],
    )
