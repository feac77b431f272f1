"""Batches: joined while one commits, run again when a connection died, refused when too many wait."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import pytest
from litestar import Litestar

from backend.core import batches
from backend.core.batches import Connection, Lanes
from backend.core.problems import Busy
from backend.core.settings import Settings

MARK = """
insert into lane_test (n) select n from unnest($1::int[]) as item (n) order by n on conflict do nothing
"""


@pytest.fixture
async def table(connection: "asyncpg.Connection[asyncpg.Record]", app: Litestar) -> AsyncIterator[None]:
    """A table to write to."""
    await connection.execute("create table lane_test (n int primary key)")
    yield
    await connection.execute("drop table lane_test")


class Marks:
    """Writes numbers, and remembers in which batches they came."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.hold = asyncio.Event()
        self.hold.set()

    async def run(self, connection: Connection, items: list[int]) -> list[int]:
        """Each number doubled, once it is written."""
        self.batches.append(items)
        await self.hold.wait()
        await connection.execute(MARK, items)
        return [2 * item for item in items]


@asynccontextmanager
async def lanes(settings: Settings, marks: Marks, **options: Any) -> AsyncIterator[Lanes[int, int]]:
    """Lanes at work on this test's database."""
    found: Lanes[int, int] = Lanes("test", marks.run, **options)
    async with found.running(settings.database_url or ""):
        yield found


async def test_each_gets_its_own_answer_after_the_commit(
    settings: Settings, table: None, connection: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    marks = Marks()
    async with lanes(settings, marks) as found:
        assert await asyncio.gather(*(found.submit(n) for n in range(300))) == [2 * n for n in range(300)]
    assert await connection.fetchval("select count(*) from lane_test") == 300


async def test_while_one_batch_commits_the_next_one_gathers(settings: Settings, table: None) -> None:
    marks = Marks()
    marks.hold.clear()
    async with lanes(settings, marks, count=1, batch_max=10) as found:
        first = found.submit(0)
        while not marks.batches:  # noqa: ASYNC110  # the lane connects first
            await asyncio.sleep(0.01)
        rest = [found.submit(n) for n in range(1, 26)]
        marks.hold.set()
        await asyncio.gather(first, *rest)
    assert [len(batch) for batch in marks.batches] == [1, 10, 10, 5]


async def test_the_second_lane_works_when_the_first_is_stuck(settings: Settings, table: None) -> None:
    marks = Marks()
    stuck = asyncio.Event()

    async def run(connection: Connection, items: list[int]) -> list[int]:
        if 0 in items:
            await stuck.wait()
        return await marks.run(connection, items)

    found: Lanes[int, int] = Lanes("test", run)
    async with found.running(settings.database_url or ""):
        first = found.submit(0)
        while not found._held:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        assert await asyncio.wait_for(found.submit(1), 2) == 2
        assert not first.done()
        stuck.set()
        assert await first == 0


async def test_a_killed_connection_is_replaced_and_its_batch_settled(
    settings: Settings, table: None, connection: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    marks = Marks()
    async with lanes(settings, marks) as found:
        for round_ in range(10):
            asked = [found.submit(round_ * 50 + n) for n in range(50)]
            await connection.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'yima-lane'"
            )
            assert await asyncio.gather(*asked) == [2 * (round_ * 50 + n) for n in range(50)]
    assert await connection.fetchval("select count(*) from lane_test") == 500


async def test_two_lanes_with_the_same_keys_do_not_deadlock(settings: Settings, table: None) -> None:
    marks = Marks()
    async with lanes(settings, marks, count=4, batch_max=20) as found:
        asked = [found.submit(n % 40) for n in range(2000)]
        await asyncio.wait_for(asyncio.gather(*asked), 30)


async def test_too_many_that_wait_are_told_to_come_back(settings: Settings, table: None) -> None:
    marks = Marks()
    marks.hold.clear()
    async with lanes(settings, marks, count=1, batch_max=1, queue_max=5) as found:
        asked = [found.submit(0)]
        while not marks.batches:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        asked += [found.submit(n) for n in range(1, 6)]
        with pytest.raises(Busy) as refused:
            found.submit(6)
        assert refused.value.facts["retry_after_seconds"] == 1
        marks.hold.set()
        await asyncio.gather(*asked)


async def test_a_fault_of_ours_reaches_its_callers_and_the_lane_goes_on(
    settings: Settings, table: None
) -> None:
    marks = Marks()

    async def run(connection: Connection, items: list[int]) -> list[int]:
        if -1 in items:
            raise ValueError("no such number")
        return await marks.run(connection, items)

    found: Lanes[int, int] = Lanes("test", run)
    async with found.running(settings.database_url or ""):
        with pytest.raises(ValueError, match="no such number"):
            await found.submit(-1)
        assert await found.submit(1) == 2


async def test_a_server_that_stays_away_is_given_up_on(
    settings: Settings, app: Litestar, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "SETTLE_SECONDS", 0.2)
    found: Lanes[int, int] = Lanes("test", Marks().run)
    async with found.running("postgresql://yima:x@127.0.0.1:1/yima"):
        with pytest.raises(Busy):
            await asyncio.wait_for(found.submit(1), 5)


async def test_what_still_waits_at_the_end_is_told_to_come_back(settings: Settings, table: None) -> None:
    marks = Marks()
    marks.hold.clear()
    async with lanes(settings, marks, count=1, batch_max=1) as found:
        asked = [found.submit(n) for n in range(3)]
        while not marks.batches:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    for answer in asked:
        with pytest.raises(Busy):
            await answer
    with pytest.raises(Busy):
        found.submit(9)


async def test_who_stops_waiting_disturbs_nobody(settings: Settings, table: None) -> None:
    marks = Marks()
    async with lanes(settings, marks) as found:
        asked = [found.submit(n) for n in range(20)]
        asked[7].cancel()
        answers = await asyncio.gather(*asked, return_exceptions=True)
    assert [answer for answer in answers if isinstance(answer, int)] == [2 * n for n in range(20) if n != 7]
