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
    "credentials.end_todays": _end_todays,
}
# A city of five million makes twenty million batches a day: an hour of them is too many for one job.
MINUTELY: dict[str, Callable[[], Awaitable[Any]]] = {
    "credentials.end_latest": _end_latest,
    "credentials.forget": service.forget,
}
