"""What the worker does for credentials."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from backend.core.outbox import Job
from backend.credentials import service

JOBS: dict[str, Job] = {}


async def _end_todays() -> None:
    await service.end_lost_batches(timedelta(hours=25))


async def _end_latest() -> None:
    await service.end_lost_batches(timedelta(minutes=10))


HOURLY: dict[str, Callable[[], Awaitable[Any]]] = {
    "credentials.forget": service.forget,
    "credentials.end_todays": _end_todays,
}
MINUTELY: dict[str, Callable[[], Awaitable[Any]]] = {"credentials.end_latest": _end_latest}
