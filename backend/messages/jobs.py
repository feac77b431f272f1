"""What the worker does for messages, beside carrying them."""

import uuid
from collections.abc import Awaitable, Callable
from typing import Any

from backend.core.outbox import Job
from backend.core.resealing import Sealed
from backend.messages import service


async def send_code(ctx: dict[str, Any], *, contact_id: str) -> None:
    """Send the code that proves an address."""
    await service.send_code(ctx["providers"], uuid.UUID(contact_id))


JOBS: dict[str, Job] = {"messages.send_code": send_code}

HOURLY: dict[str, Callable[[], Awaitable[Any]]] = {
    "messages.forget_old": service.forget_old,
    "messages.forget_deliveries": service.forget_deliveries,
}

# What is sealed, for another generation of the key.
SEALED = (
    Sealed("contact", "address_sealed", "contact.address"),
    Sealed("contact", "code_sealed", "contact.code"),
)
