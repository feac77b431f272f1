"""What the worker does for city codes."""

from collections.abc import Awaitable, Callable
from typing import Any

from backend.city_codes import service
from backend.core.outbox import Job

JOBS: dict[str, Job] = {}

HOURLY: dict[str, Callable[[], Awaitable[Any]]] = {
    "city_codes.make_partitions": service.make_partitions,
    "city_codes.forget_spoken": service.forget_spoken,
}
MINUTELY: dict[str, Callable[[], Awaitable[Any]]] = {
    "city_codes.count": service.count_verifications,
    "city_codes.forget_uses": service.forget_uses,
}
