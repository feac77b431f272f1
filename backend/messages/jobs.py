"""What the worker does for messages."""

from collections.abc import Awaitable, Callable
from typing import Any

from backend.core.outbox import Job
from backend.messages import service

JOBS: dict[str, Job] = {}

HOURLY: dict[str, Callable[[], Awaitable[Any]]] = {"messages.forget_old": service.forget_old}
