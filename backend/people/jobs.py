"""What happens after the answer: the text with the password, and forgetting."""

import uuid
from collections.abc import Awaitable, Callable
from typing import Any

from backend.core.outbox import Job
from backend.core.resealing import Sealed
from backend.people import service


async def send_password(ctx: dict[str, Any], *, sign_in_id: str) -> None:
    """Text a sign-in's one-time password."""
    await service.send_password(ctx["text_messages"], uuid.UUID(sign_in_id))


JOBS: dict[str, Job] = {"people.send_password": send_password}

HOURLY: dict[str, Callable[[], Awaitable[Any]]] = {"people.forget_expired": service.forget_expired}

# What is sealed, for another generation of the key.
SEALED = (
    *(Sealed("account", f"{name}_sealed", f"account.{name}") for name in ("phone", "name", "id_number")),
    *(Sealed("sign_in", f"{name}_sealed", f"sign_in.{name}") for name in ("phone", "password", "answer")),
    Sealed("refresh_token", "answer_sealed", "refresh_token.answer", ("token_hash",)),
)
