"""What is forgotten: removed files, and drafts that nobody came back to."""

import uuid
from collections.abc import Collection
from datetime import timedelta

import structlog

from backend.applications.ports import Storage
from backend.core import clock, db
from backend.core.outbox import enqueue

DRAFT_DAYS = 60
BITE = 200

FIND_OLD = """
select id from application where state = 'draft' and created_at < $1 order by created_at limit $2
"""
FILES = """
select application.id, array(select id from upload where application = application.id) as uploads
from application where id = any($1::uuid[]) and state = 'draft' for update
"""
DISCARD = "delete from application where id = any($1::uuid[])"

events = structlog.get_logger()


async def forget_drafts() -> int:
    """Forget the oldest drafts that were begun more than 60 days ago, some at a time; returns how many."""
    async with db.connection() as connection:
        old = await connection.fetch(FIND_OLD, clock.now() - timedelta(days=DRAFT_DAYS), BITE)
    return await discard_drafts([row["id"] for row in old])


async def discard_drafts(applications: Collection[uuid.UUID]) -> int:
    """Forget those of `applications` that are drafts, with their files; returns how many."""
    async with db.transaction(), db.connection() as connection:
        rows = await connection.fetch(FILES, list(applications))
        await connection.execute(DISCARD, [row["id"] for row in rows])
        for row in rows:
            if row["uploads"]:
                await enqueue_erasing(row["id"], row["uploads"])
    events.info("applications.drafts_forgotten", drafts=len(rows))
    return len(rows)


async def enqueue_erasing(application: uuid.UUID, uploads: Collection[uuid.UUID]) -> None:
    """Have files removed from the storage once the open transaction has committed."""
    ids = ",".join(str(upload) for upload in uploads)
    await enqueue("applications.erase", application=str(application), uploads=ids)


async def erase(storage: Storage, application: uuid.UUID, uploads: Collection[uuid.UUID]) -> None:
    """Remove files from the storage; done twice, it does no harm."""
    for upload in uploads:
        await storage.remove(place_of(application, upload))


def place_of(application: uuid.UUID, upload: uuid.UUID) -> str:
    """Where a file lies in the storage."""
    return f"applications/{application}/{upload}"
