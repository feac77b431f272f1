"""The applicant's own steps: send in, correct, withdraw, discard."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import asyncpg
import structlog

from backend.applications.errors import ApplicationIncomplete, NotNow
from backend.applications.rules import clocks
from backend.applications.rules.moves import Move
from backend.applications.rules.texts import clean_note
from backend.applications.rules.words import Kind
from backend.applications.schemas.application import Standing
from backend.applications.schemas.asking import AtVersion, Withdrawal
from backend.applications.service import changing, rows, views
from backend.applications.service.access import find_own, require_applicant, require_own
from backend.applications.service.changing import Author, Step, is_repeated
from backend.applications.service.checking import find_errors
from backend.applications.service.forgetting import discard_drafts
from backend.applications.service.reading import view_standing
from backend.applications.service.sealed import open_document, seal_document
from backend.core import clock, db
from backend.core.actors import Resident
from backend.services.rules.forms import shown_fields
from backend.workdays.service import add_working_days, working_days_between

events = structlog.get_logger()


async def submit(resident: Resident, application: uuid.UUID, at: AtVersion) -> Standing:
    """Send a draft in. ApplicationIncomplete with every place that is not right yet."""
    return await _send(resident, application, at.version, "submit")


async def correct(resident: Resident, application: uuid.UUID, at: AtVersion) -> Standing:
    """Send in again what a clerk asked to be corrected; the time limit goes on."""
    return await _send(resident, application, at.version, "correct")


async def withdraw(resident: Resident, application: uuid.UUID, given: Withdrawal) -> Standing:
    """Take the application back, for good. NotNow when it is decided, or the service does not allow it."""
    require_applicant(resident)
    note = clean_note(given.reason, "#/reason")
    row = await find_own(resident, application)
    if is_repeated(row, given.version, "withdrawn", resident.account, note):
        return view_standing(row)
    changing.require(row, given.version, "withdraw")
    if not views.require_service(row).withdrawable:
        raise NotNow(state=row["state"])
    now, author = clock.now(), Author("applicant", resident.account)
    columns = {"ended_at": now, "paused_on": None, "wants": None}
    async with db.transaction(), db.connection() as connection:
        steps = [Step("withdrawn", "withdrawn", author)]
        changed = await changing.change(connection, row, steps, now, columns, note=note)
    events.info("applications.withdrawn", application=str(application))
    return view_standing(changed)


async def discard(resident: Resident, application: uuid.UUID) -> None:
    """Forget a draft with its files at once; NotNow for anything that was sent in."""
    require_applicant(resident)
    row = await find_own(resident, application)
    if row["state"] != "draft" or not await discard_drafts([application]):
        raise NotNow(state=row["state"])


async def _send(resident: Resident, application: uuid.UUID, version: int, move: Move) -> Standing:
    require_applicant(resident)
    kind: Kind = "submitted" if move == "submit" else "corrected"
    async with db.transaction(), db.connection() as connection:
        # Held, because files change without a new version.
        held = await rows.lock(connection, application, resident.account)
        row = await require_own(resident, held)
        if is_repeated(row, version, kind, resident.account, None):
            return view_standing(row)
        to, now = changing.require(row, version, move), clock.now()
        columns = {**_send_in(row, now), **_resume(row)}
        step = Step(kind, to, Author("applicant", resident.account))
        changed = await changing.change(connection, row, [step], now, columns)
    events.info(f"applications.{kind}", application=str(application))
    return view_standing(changed)


def _send_in(row: asyncpg.Record, now: datetime) -> Mapping[str, Any]:
    service, document = views.require_service(row), open_document(row["answers_sealed"])
    errors = find_errors(service, document, views.materials(service, document, row["uploads"]))
    if errors:
        raise ApplicationIncomplete(errors=errors)
    asked = shown_fields(service.fields, document.answers, clock.today())
    return {
        "answers_sealed": seal_document(document.submit(asked)),
        "submitted_at": row["submitted_at"] or now,
        "wants": None,
    }


def _resume(row: asyncpg.Record) -> Mapping[str, Any]:
    """The time limit goes on, if it was stopped."""
    if row["paused_on"] is None:
        return {}
    due_on = clocks.resume(
        row["due_on"], row["paused_on"], clock.today(), add_working_days, working_days_between
    )
    return {"due_on": due_on, "paused_on": None}
