"""The single use: a batch of verifications judged and recorded in one statement, durable before it ends."""

import uuid
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

import asyncpg
import prometheus_client

from backend.city_codes.service.partitions import make_partition
from backend.city_codes.service.statements import ACCEPT, ACCEPT_CARRIED, FIND_SETTLED, REFUSE
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

    @property
    def slot(self) -> int:
        """Live and spoken codes count once, whenever that is."""
        return 0


class CarriedItem(NamedTuple):
    """One verification of a carried code, in the order of the statement's columns: an Item, and what it says.

    `mark` stands for the phone's signature; `bound_to` is the venue as the code names it.
    """

    day: date
    cid: bytes
    number: int
    id: uuid.UUID
    reader: uuid.UUID
    key: uuid.UUID
    attempt: uuid.UUID
    scene: str
    shown: str
    early: Reason | None
    slot: int
    counter: int
    mark: bytes
    kid: int
    status: int
    serial: int
    bound_to: bytes | None
    level: int


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


Items = Sequence[Item | CarriedItem]


async def settle(connection: Connection, items: list[Item]) -> list[Outcome]:
    """The outcome of each item, recorded; run again with the same items it gives the same."""
    return await _settle(connection, ACCEPT, items)


async def settle_carried(connection: Connection, items: list[CarriedItem]) -> list[Outcome]:
    """The same for carried codes, which count in the order of their counters."""
    return await _settle(connection, ACCEPT_CARRIED, items)


async def _settle(connection: Connection, accept: str, items: Items) -> list[Outcome]:
    at = clock.now()
    rows = await _accept(connection, accept, at, items)
    outcomes = [
        Outcome(
            reason if reason or accepted else "replayed",
            item.id,
            at,
            scene,
            organisation,
            item.number,
            born_on,
            item.shown,
        )
        for item, (reason, accepted, scene, _, organisation, born_on) in zip(items, rows, strict=True)
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


async def _accept(connection: Connection, accept: str, at: datetime, items: Items) -> list[asyncpg.Record]:
    columns = list(zip(*items, strict=True))
    try:
        rows = await connection.fetch(accept, at, *columns)
    except asyncpg.CheckViolationError:  # a day without a table: whoever makes them was away for a week
        for day in {item.day for item in items if item.day}:
            await make_partition(connection, "verification", day)
        rows = await connection.fetch(accept, at, *columns)
    return list(rows)


async def _refuse(
    connection: Connection, at: datetime, refused: list[tuple[Item | CarriedItem, asyncpg.Record, Outcome]]
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
    connection: Connection, items: Items, places: list[int]
) -> list[tuple[int, asyncpg.Record]]:
    asked = [(items[n].day, items[n].cid, items[n].slot, items[n].reader, items[n].attempt) for n in places]
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
