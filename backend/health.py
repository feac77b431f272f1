"""Whether this process lives, whether it can serve, and its figures."""

import asyncio
from collections.abc import Awaitable
from typing import cast

import msgspec
from litestar import Response, get
from litestar.di import NamedDependency
from litestar.types import ControllerRouterHandler
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from redis.asyncio import Redis
from redis.exceptions import RedisError

from backend.core import observe, outbox
from backend.core.problems import is_passing_fault
from backend.migrations.run import is_current

PROBE_SECONDS = 2


class Health(msgspec.Struct):
    """One word for each server this process needs: "ok", or what is wrong with it."""

    status: str
    database: str = "ok"
    redis: str = "ok"


@get("/health/live", operation_id="Live", tags=["operations"], sync_to_thread=False)
def live() -> Health:
    """This process answers."""
    return Health("ok")


@get("/health/ready", operation_id="Ready", tags=["operations"])
async def ready(redis: NamedDependency[Redis]) -> Response[Health]:
    """This process can serve: database migrated and reachable, Valkey reachable; else 503."""
    database, valkey = await asyncio.gather(_database(), _redis(redis))
    healthy = database == valkey == "ok"
    body = Health("ok" if healthy else "unavailable", database, valkey)
    return Response(body, status_code=200 if healthy else 503, headers={"Cache-Control": "no-store"})


@get("/metrics", operation_id="Metrics", tags=["operations"], media_type="text/plain")
async def metrics() -> Response[bytes]:
    """The figures of this process, for Prometheus."""
    observe.waiting_jobs.set(await outbox.count_waiting())
    return Response(generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})


async def _database() -> str:
    try:
        async with asyncio.timeout(PROBE_SECONDS):
            return "ok" if await is_current() else "not migrated"
    except Exception as error:
        if is_passing_fault(error):
            return "unreachable"
        raise


async def _redis(redis: Redis) -> str:
    try:
        async with asyncio.timeout(PROBE_SECONDS):
            await cast("Awaitable[bool]", redis.ping())
    except (RedisError, OSError, TimeoutError):
        return "unreachable"
    return "ok"


ROUTES: list[ControllerRouterHandler] = [live, ready, metrics]
