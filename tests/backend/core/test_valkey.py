"""Valkey, filled by others, still takes what has no end of its own: jobs."""

from typing import Any

import pytest
from litestar import Litestar

MEGABYTE = 1_000_000


@pytest.mark.usefixtures("clean")
async def test_a_flood_of_passing_values_stops_no_queue(app: Litestar) -> None:
    redis: Any = app.state.redis
    before = (await redis.config_get("maxmemory"))["maxmemory"]
    used = (await redis.info("memory"))["used_memory"]
    await redis.config_set("maxmemory", used + 10 * MEGABYTE)
    try:
        await redis.set("kept", "a job")
        for n in range(30):
            await redis.set(f"page {n}", b"x" * MEGABYTE, ex=3600)
        await redis.set("another", "a job")
        assert await redis.mget("kept", "another", "page 0") == [b"a job", b"a job", None]
    finally:
        await redis.config_set("maxmemory", before)
