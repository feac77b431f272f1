"""Phones that wait to see who checked their code: all of them asked for together, a few times a second."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from typing import NamedTuple

import asyncpg
import structlog

from backend.core import db
from backend.core.problems import Busy, is_passing_fault

POLL_SECONDS = 0.25
WAITERS_MAX = 10_000
# A holder with more open pages than this sees the oldest answer first, without waiting.
WAITERS_PER_HOLDER_MAX = 4

# What became of each code: its use, or else its first refusal.
SETTLED = """
select distinct on (item.day, item.cid) item.day, item.cid, settled.*
from unnest($1::date[], $2::bytea[]) as item (day, cid)
cross join lateral (
    select id, at, venue, organisation, scene, shown, null as reason, false as offline, 0 as turn
    from verification as used where used.day = item.day and used.cid = item.cid and used.slot = 0
    union all
    select id, at, venue, organisation, scene, '', reason, false, 1
    from refusal where refusal.cid = item.cid
) as settled
order by item.day, item.cid, settled.turn, settled.id
"""

events = structlog.get_logger()


class Code(NamedTuple):
    """One code by its primary key."""

    day: date
    cid: bytes


class Waiting:
    """The codes that phones wait for; while there are none, nothing is asked."""

    def __init__(self) -> None:
        self._futures: dict[Code, set[asyncio.Future[asyncpg.Record]]] = {}
        self._holders: Counter[int] = Counter()
        self._wake = asyncio.Event()

    async def wait(self, code: Code, number: int, seconds: float) -> asyncpg.Record | None:
        """What became of `code` by the time `seconds` have passed, or None; Busy when too many wait."""
        if seconds <= 0 or self._holders[number] >= WAITERS_PER_HOLDER_MAX:
            return (await find_settled([code])).get(code)
        if self._holders.total() >= WAITERS_MAX:
            raise Busy(retry_after_seconds=2)
        future: asyncio.Future[asyncpg.Record] = asyncio.get_running_loop().create_future()
        self._futures.setdefault(code, set()).add(future)
        self._holders[number] += 1
        self._wake.set()
        try:
            async with asyncio.timeout(seconds):
                return await future
        except TimeoutError:
            return None
        finally:
            self._forget(code, number, future)

    def _forget(self, code: Code, number: int, future: "asyncio.Future[asyncpg.Record]") -> None:
        self._holders[number] -= 1
        if not self._holders[number]:
            del self._holders[number]
        same = self._futures.get(code, set())
        same.discard(future)
        if not same:
            self._futures.pop(code, None)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """The asking, as long as the block runs."""
        asking = asyncio.create_task(self._ask_for_ever())
        try:
            yield
        finally:
            asking.cancel()
            await asyncio.gather(asking, return_exceptions=True)

    async def _ask_for_ever(self) -> None:
        while True:
            if not self._futures:
                self._wake.clear()
                await self._wake.wait()
            try:
                self._tell(await find_settled(list(self._futures)))
            except Exception as error:  # noqa: BLE001  # the next asking may succeed, and phones still wait
                if not is_passing_fault(error):
                    events.error("waiting.not_asked", exc_info=error)
            await asyncio.sleep(POLL_SECONDS)

    def _tell(self, settled: dict[Code, asyncpg.Record]) -> None:
        for code, record in settled.items():
            for future in self._futures.get(code, ()):
                if not future.done():
                    future.set_result(record)


async def find_settled(codes: list[Code]) -> dict[Code, asyncpg.Record]:
    """What became of those `codes` that somebody verified."""
    async with db.connection() as connection:
        rows = await connection.fetch(SETTLED, *zip(*codes, strict=True))
    return {Code(row["day"], row["cid"]): row for row in rows}
