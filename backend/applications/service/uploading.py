"""Files of an application: looked at, drawn anew, encrypted under a key of their own, and kept."""

import asyncio
import hashlib
import uuid
from collections.abc import AsyncIterator
from urllib.parse import unquote

import asyncpg
import structlog

from backend.applications import errors
from backend.applications.ports import Storage
from backend.applications.rules.files import MEDIA_TYPES, Kept, MediaType, clean_file_name, keep
from backend.applications.rules.moves import WRITABLE
from backend.applications.schemas.application import UPLOADS_MAX, Upload
from backend.applications.service import rows, views
from backend.applications.service.access import find_own, require_applicant, require_own
from backend.applications.service.files import encrypt, in_pieces, new_key, seal_key
from backend.applications.service.forgetting import enqueue_erasing, place_of
from backend.applications.service.rows import find_upload, read_wanted
from backend.applications.service.sealed import FILE_NAME
from backend.core import clock, db, idempotency, limits
from backend.core.actors import Resident
from backend.core.ids import new_id
from backend.core.problems import NotFound
from backend.core.sealing import seal
from backend.services.schemas import Material

UPLOADS_AN_HOUR = 200
MEGABYTE = 1024 * 1024
# Drawing a photo takes a second and 150 MB: one at a time, so that the process keeps answering.
_drawing = asyncio.Semaphore(1)

ADD = """
insert into upload (id, application, material, file_name_sealed, media_type, bytes, sha256, storage_key,
    key_sealed, created_at)
select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10
where (select count(*) from upload where application = $2 and removed_at is null) < $11 returning id
"""
REMOVE = """
update upload set removed_at = $3, key_sealed = null
where id = $1 and application = $2 and removed_at is null returning id
"""

events = structlog.get_logger()


async def add_upload(
    resident: Resident,
    storage: Storage,
    application: uuid.UUID,
    material: str,
    file_name: str,
    content: AsyncIterator[bytes],
    key: str,
) -> Upload:
    """Keep a file for one of the service's materials, made once for `key`; `file_name` is percent-encoded.

    NotFound for a material that the service does not ask for, NotNow, NotAsked; FileTooLarge,
    WrongKindOfFile, UnusableFile; TooManyFiles beyond 20; StorageAway.
    """
    require_applicant(resident)
    row = await find_own(resident, application, rows.WHOLE_OWN)
    asked = _find_material(row, material)
    await limits.count(
        "applications.uploads", str(resident.account), limit=UPLOADS_AN_HOUR, window_seconds=3600
    )
    raw = await _read(content, asked.max_mb * MEGABYTE)
    accept: list[MediaType] = [MEDIA_TYPES[kind] for kind in asked.accept]
    async with _drawing:
        kept = await asyncio.to_thread(keep, raw, accept)
    name = clean_file_name(unquote(file_name), kept.media_type)
    said = (application, material, name, hashlib.sha256(raw).hexdigest())

    upload, file_key = new_id(), new_key()
    place = place_of(application, upload)
    sealed = await asyncio.to_thread(encrypt, kept.content, file_key, upload)
    await storage.put(place, in_pieces(sealed))

    async def work() -> uuid.UUID:
        return await _add(resident, application, upload, material, name, kept, file_key)

    try:
        added = await idempotency.once(f"applications:{resident.account}", key, said, uuid.UUID, work)
    except Exception:
        await storage.remove(place)
        raise
    if added != upload:  # sent again: the first one counts
        await storage.remove(place)
    return views.upload(find_upload(await find_own(resident, application, rows.WHOLE_OWN), added))


async def remove_upload(resident: Resident, application: uuid.UUID, upload: uuid.UUID) -> None:
    """Remove a file for good. NotFound, NotNow; NotAsked for one that the open correction is not about."""
    require_applicant(resident)
    async with db.transaction(), db.connection() as connection:
        row = await require_own(resident, await rows.lock(connection, application, resident.account))
        _require_open(row, find_upload(row, upload)["material"])
        await connection.fetchval(REMOVE, upload, application, clock.now())
        await enqueue_erasing(application, [upload])
    events.info("applications.upload_removed", application=str(application), upload=str(upload))


def _find_material(row: asyncpg.Record, id_: str) -> Material:
    for material in views.require_service(row).materials:
        if material.id == id_:
            _require_open(row, id_)
            if len(row["uploads"]) >= UPLOADS_MAX:
                raise errors.TooManyFiles(limit=UPLOADS_MAX)
            return material
    raise NotFound


def _require_open(row: asyncpg.Record, material: str) -> None:
    """Whether files of `material` may change now."""
    if row["state"] not in WRITABLE:
        raise errors.NotNow(state=row["state"])
    wanted = read_wanted(row)
    if row["state"] != "draft" and not wanted.everything and material not in wanted.materials:
        raise errors.NotAsked


async def _read(content: AsyncIterator[bytes], limit: int) -> bytes:
    raw = bytearray()
    async for piece in content:
        raw += piece
        if len(raw) > limit:
            raise errors.FileTooLarge(max_bytes=limit)
    return bytes(raw)


async def _add(
    resident: Resident,
    application: uuid.UUID,
    upload: uuid.UUID,
    material: str,
    name: str,
    kept: Kept,
    key: bytes,
) -> uuid.UUID:
    async with db.connection() as connection:
        row = await require_own(resident, await rows.lock(connection, application, resident.account))
        _require_open(row, material)
        added = await connection.fetchval(
            ADD, upload, application, material, seal(name, field=FILE_NAME), kept.media_type,
            len(kept.content), hashlib.sha256(kept.content).digest(), place_of(application, upload),
            seal_key(key), clock.now(), UPLOADS_MAX,
        )  # fmt: skip
    if added is None:
        raise errors.TooManyFiles(limit=UPLOADS_MAX)
    events.info("applications.uploaded", application=str(application), upload=str(upload))
    return upload
