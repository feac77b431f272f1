"""What the worker does for reminders each hour."""

from collections.abc import Awaitable, Callable
from typing import Any

from backend.reminders import service

HOURLY: dict[str, Callable[[], Awaitable[Any]]] = {
    "reminders.escalate": service.escalate,
    "reminders.wake": service.wake_long,
    "reminders.forget_old": service.forget_old,
}
