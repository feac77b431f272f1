"""Beginning the application that a reminder is about: one draft, filled in, however often it is asked for."""

import uuid

import asyncpg

from backend.applications import service as applications
from backend.applications.schemas.asking import NewApplication
from backend.core import db
from backend.core.actors import Resident
from backend.core.problems import NotFound
from backend.firms.schemas import NewFirm
from backend.firms.service import claim, find_firm
from backend.registers.service import read_numbers
from backend.reminders.errors import NothingToApplyFor
from backend.reminders.schemas.views import Begun
from backend.reminders.service.live import find
from backend.reminders.service.own import find_own
from backend.services.schemas import Service
from backend.services.service import services

# After these one may apply again.
OVER = frozenset({"refused", "withdrawn"})

NOTE = "update reminder set application = $2 where id = $1"


async def begin_application(resident: Resident, reminder: uuid.UUID) -> Begun:
    """The draft, begun at the first time; another one once it was thrown away, withdrawn or refused.

    NotFound unless the reminder is the resident's, NothingToApplyFor; what `applications.create` refuses.
    For a firm, whoever its register names as its representative says by this that they act for it.
    """
    row = await find_own(resident, reminder)
    if begun := await find_begun(resident, row):
        return Begun(begun)
    service, id_ = await _find_service(row["scenario"])
    firm = await _find_firm(resident, row["firm"] or row["about"]) if service.audience == "firm" else None
    key = reminder.hex + (row["application"].hex if row["application"] else "")
    made = await applications.create(resident, NewApplication(id_, firm), key)
    async with db.connection() as connection:
        await connection.execute(NOTE, reminder, made.id)
    return Begun(made.id)


async def find_begun(resident: Resident, row: asyncpg.Record) -> uuid.UUID | None:
    """The application that was begun from a reminder; None once it was thrown away, withdrawn or refused."""
    application: uuid.UUID | None = row["application"]
    if application is None:
        return None
    try:
        found = await applications.read_own(resident, application)
    except NotFound:
        return None
    return None if found.state in OVER else application


async def _find_service(scenario: str) -> tuple[Service, str]:
    action = (await find(scenario)).scenario.action
    service = services().get(action.service) if action and action.service else None
    if service is None or action is None or action.service is None or "online" not in service.channels:
        raise NothingToApplyFor
    return service, action.service


async def _find_firm(resident: Resident, about: uuid.UUID) -> uuid.UUID:
    """The firm that the reminder is about; FirmNotYours unless the register names the resident."""
    code = (await read_numbers([about])).get(about)
    if code is None:
        raise NothingToApplyFor
    return await find_firm(about) or (await claim(resident, NewFirm(code))).id
