"""Reading a file back: by its applicant, and by the clerk who handles it."""

import uuid
from typing import NamedTuple

import asyncpg

from backend.applications.ports import Storage
from backend.applications.service import rows
from backend.applications.service.access import find_handled, find_own
from backend.applications.service.files import open_file
from backend.applications.service.looking import note_look
from backend.applications.service.views import upload as view
from backend.core import db
from backend.core.actors import Resident
from backend.staff.schemas import Clerk


class File(NamedTuple):
    """A file as it is sent."""

    name: str
    media_type: str
    content: bytes


async def read_own_file(
    resident: Resident, storage: Storage, application: uuid.UUID, upload: uuid.UUID
) -> File:
    """The applicant's own file."""
    return await _read(storage, await find_own(resident, application, rows.WHOLE_OWN), upload)


async def read_handled_file(
    clerk: Clerk, storage: Storage, application: uuid.UUID, upload: uuid.UUID
) -> File:
    """A file, for a clerk of the desk; the look is the applicant's to see."""
    row = await find_handled(clerk, application, rows.WHOLE_SUBMITTED)
    file = await _read(storage, row, upload)
    async with db.transaction():
        await note_look(clerk, row)
    return file


async def _read(storage: Storage, row: asyncpg.Record, upload: uuid.UUID) -> File:
    found = rows.find_upload(row, upload)
    return File(view(found).file_name, found["media_type"], await open_file(storage, found))
