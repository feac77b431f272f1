"""What the worker does for places."""

from collections.abc import Awaitable, Callable
from typing import Any

from backend.core.outbox import Job
from backend.places import service

JOBS: dict[str, Job] = {}

HOURLY: dict[str, Callable[[], Awaitable[Any]]] = {"places.forget_assertions": service.forget_assertions}
