"""Tries are counted where no restart forgets them."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from backend.core import db, limits
from backend.core.problems import TooManyRequests

pytestmark = pytest.mark.usefixtures("clean")
NOON = datetime(2026, 11, 25, 12, 0, 10, tzinfo=UTC)


async def test_one_more_than_the_limit_is_refused_with_the_time_to_wait() -> None:
    with time_machine.travel(NOON, tick=False):
        for used in (1, 2, 3):
            assert await limits.count("test", "a", limit=3, window_seconds=60) == used
        with pytest.raises(TooManyRequests) as refused:
            await limits.count("test", "a", limit=3, window_seconds=60)
        assert refused.value.facts == {"retry_after_seconds": 50}
        assert await limits.count("test", "b", limit=3, window_seconds=60) == 1


async def test_a_new_window_starts_from_nothing_and_old_ones_are_forgotten() -> None:
    with time_machine.travel(NOON, tick=False):
        await limits.count("test", "a", limit=1, window_seconds=60)
    with time_machine.travel(NOON + timedelta(minutes=1), tick=False):
        assert await limits.count("test", "a", limit=1, window_seconds=60) == 1
        assert await limits.forget() == 1


async def test_a_count_stands_when_its_request_is_undone() -> None:
    async def count_and_fail() -> None:
        async with db.transaction():
            await limits.count("test", "a", limit=5, window_seconds=3600)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await count_and_fail()
    assert await limits.count("test", "a", limit=5, window_seconds=3600) == 2


async def test_many_at_once_are_all_counted() -> None:
    async def one() -> bool:
        try:
            await limits.count("test", "a", limit=10, window_seconds=3600)
        except TooManyRequests:
            return False
        return True

    assert sum(await asyncio.gather(*[one() for _ in range(60)])) == 10


async def test_the_key_is_not_readable_in_the_table() -> None:
    await limits.count("test", "13800000001", limit=5, window_seconds=3600)
    async with db.connection() as connection:
        row = await connection.fetchrow("select * from limit_count")
    assert "138" not in repr(row)


async def test_a_try_is_given_back_also_when_others_have_used_up_theirs_meanwhile() -> None:
    with time_machine.travel(NOON, tick=False):
        await limits.count("test", "a", limit=1, window_seconds=60)
        for _ in range(2):
            with pytest.raises(TooManyRequests):
                await limits.count("test", "a", limit=1, window_seconds=60)
        assert await limits.count("test", "a", limit=1, window_seconds=60, cost=-1) == 2
