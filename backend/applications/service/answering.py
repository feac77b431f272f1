"""Saving answers as one goes: nothing that was typed is lost, and what is wrong is said at once."""

import uuid
from collections.abc import Mapping

import asyncpg

from backend.applications.errors import ApplicationChanged, NotAsked, NotNow
from backend.applications.rules.moves import WRITABLE
from backend.applications.schemas.application import Answer
from backend.applications.schemas.asking import GivenAnswers, Saved
from backend.applications.service import views
from backend.applications.service.access import find_own, require_applicant
from backend.applications.service.checking import check, require_storable
from backend.applications.service.rows import read_wanted
from backend.applications.service.sealed import Document, open_document, seal_document
from backend.core import clock, db
from backend.core.actors import Resident
from backend.core.problems import FieldError

# Typing is no line of the history, so that this is done here and not by a step.
SAVE = """
update application set answers_sealed = $4, version = version + 1, updated_at = $3
where id = $1 and version = $2 and state in ('draft', 'correction-asked') returning version
"""
CURRENT = "select version, state from application where id = $1"


async def save(resident: Resident, application: uuid.UUID, given: GivenAnswers) -> Saved:
    """Keep all answers as they stand; tell what is wrong with those that were given.

    A prefilled answer that is changed is the applicant's own from then on. InvalidRequest for fields that the
    form has not, ApplicationChanged, NotNow; NotAsked for what the open correction is not about.
    """
    require_applicant(resident)
    row = await find_own(resident, application)
    if row["version"] != given.version:
        raise ApplicationChanged(version=row["version"], state=row["state"])
    if row["state"] not in WRITABLE:
        raise NotNow(state=row["state"])
    service = views.require_service(row)
    require_storable(service, given.answers)
    document = open_document(row["answers_sealed"])
    _require_asked(row, document, given.answers)
    written = _write(document, given.answers)
    version = await _save(row, seal_document(written))
    errors = check(service, written.answers, partial=True)
    return Saved(version, errors, views.prefilled(written.prefilled))


def _require_asked(row: asyncpg.Record, document: Document, answers: Mapping[str, Answer]) -> None:
    """In a correction, the fields that it names may change, and those that had no answer; or any."""
    wanted = read_wanted(row)
    if row["state"] != "correction-asked" or wanted.everything:
        return
    sent = document.sent or {}
    errors = [
        FieldError(f"#/answers/{name}", "The office did not ask about this.")
        for name, answer in sent.items()
        if answer is not None and name not in wanted.fields and answers.get(name) != answer
    ]
    if errors:
        raise NotAsked(errors=errors)


def _write(document: Document, answers: Mapping[str, Answer]) -> Document:
    return Document(
        answers={name: answer for name, answer in answers.items() if answer is not None},
        prefilled={
            name: source
            for name, source in document.prefilled.items()
            if answers.get(name) == document.answers.get(name)
        },
        materials=document.materials,
        sent=document.sent,
        before=document.before,
    )


async def _save(row: asyncpg.Record, sealed: bytes) -> int:
    async with db.connection() as connection:
        version: int | None = await connection.fetchval(SAVE, row["id"], row["version"], clock.now(), sealed)
        if version is None:
            current = await connection.fetchrow(CURRENT, row["id"])
            raise ApplicationChanged(**(current or {}))
    return version
