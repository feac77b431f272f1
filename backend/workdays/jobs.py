"""What the worker does for the calendar."""

from collections.abc import Awaitable, Callable
from typing import Any

from backend.workdays import service

HOURLY: dict[str, Callable[[], Awaitable[Any]]] = {"workdays.warn_of_gaps": service.warn_operators}
