"""Comparing evidence: what does not fit is written down once, and what follows from it is done with it."""

import uuid
from collections.abc import Awaitable, Callable
from datetime import date

import asyncpg
import structlog

from backend.city_codes.service import use_up
from backend.core import db
from backend.core.batches import Connection
from backend.evidence.rules import travel
from backend.evidence.service.consequences import act_on_clone, act_on_copy, act_on_distance
from backend.evidence.service.statements import CLONED, COPIED, COUNTER_BACK, FAR_APART

Act = Callable[[Connection, str, asyncpg.Record], Awaitable[bool]]

# A clone before a copy: what is known of a cloned key need not be told as a mere photograph.
LOOKS: tuple[tuple[str, str, Act, tuple[float, ...]], ...] = (
    ("cloned", CLONED, act_on_clone, ()),
    ("copied", COPIED, act_on_copy, ()),
    ("counter-back", COUNTER_BACK, act_on_copy, ()),
    (
        "far-apart",
        FAR_APART,
        act_on_distance,
        (travel.EARTH_METRES, travel.NEAR_METRES, travel.METRES_A_SECOND, travel.SKEW_SECONDS),
    ),
)

events = structlog.get_logger()


async def reconcile(key: uuid.UUID, first: int, last: int, from_day: date, to_day: date) -> None:
    """Hold the records `first` to `last` of a reader's key against all others, and do what follows.

    Run as often as one likes: each finding is written down once, and acted on in the same transaction. It has
    one of its own, so that a job that is stopped among many goes on where it was.
    """
    async with db.connection() as connection:
        await use_up(connection, key, first, last, from_day, to_day)
    for kind, statement, act, facts in LOOKS:
        async with db.connection() as connection:
            rows = await connection.fetch(statement, from_day, to_day, key, first, last, *facts)
        for row in rows:
            async with db.transaction(), db.connection() as connection:
                found = await act(connection, kind, row)
            if found:
                events.warning("evidence.finding", kind=kind, reader=str(row["reader"]))
