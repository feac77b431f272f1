"""What applications leave for later."""

import uuid
from collections.abc import Awaitable, Callable
from typing import Any

from backend.applications import service
from backend.core.outbox import Job
from backend.core.resealing import Sealed


async def erase(ctx: dict[str, Any], application: str, uploads: str) -> None:
    """Remove files from the storage."""
    ids = [uuid.UUID(upload) for upload in uploads.split(",")]
    await service.erase(ctx["storage"], uuid.UUID(application), ids)


JOBS: dict[str, Job] = {"applications.erase": erase}
HOURLY: dict[str, Callable[[], Awaitable[Any]]] = {
    "applications.forget_drafts": service.forget_drafts,
    "applications.tell_unanswered": service.tell_unanswered,
}

# What is sealed, for another generation of the key.
SEALED = (
    Sealed("application", "answers_sealed", "application.answers"),
    Sealed("application_event", "note_sealed", "application_event.note"),
    Sealed("upload", "file_name_sealed", "upload.file_name"),
    Sealed("upload", "key_sealed", "upload.key"),
)
