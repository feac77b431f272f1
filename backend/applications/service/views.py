"""Rows as their readers see them: titles, history, materials and lights."""

import uuid
from collections.abc import Iterable
from datetime import date

import asyncpg

from backend.applications.rules import clocks, words
from backend.applications.rules.clocks import AMBER_DAYS, Light
from backend.applications.rules.files import MEDIA_TYPES
from backend.applications.rules.moves import State
from backend.applications.schemas.application import (
    Author,
    Certificate,
    Event,
    Material,
    Prefilled,
    Rating,
    Upload,
    Wants,
    Words,
)
from backend.applications.service.rows import read_wanted
from backend.applications.service.sealed import FILE_NAME, Document, Source, open_note
from backend.applications.service.templates import templates
from backend.content import Bilingual
from backend.core import clock
from backend.core.sealing import unseal
from backend.registers.service import registers
from backend.services.schemas import Service
from backend.services.service import find_service, services
from backend.staff.service import departments
from backend.workdays.service import add_working_days

# What happens inside the office is no line of the applicant's history.
INSIDE = frozenset({"assigned"})
MEGABYTE = 1024 * 1024


def say(text: Bilingual) -> Words:
    """A title of the content, as the API shows it."""
    return Words(text.zh, text.en)


def require_service(row: asyncpg.Record) -> Service:
    """The service that was applied for; NotFound once it is no longer in the catalogue."""
    return find_service(row["service"])


def name_service(id_: str) -> Words:
    """What a service is called; its id once it is no longer in the catalogue."""
    known = services().get(id_)
    return Words(id_, id_) if known is None else say(known.title)


def name_state(state: State) -> Words:
    """What a state is called."""
    return Words(*words.STATES[state])


def name_department(id_: str) -> Words:
    """What a department is called; its id once it is no longer in the content."""
    known = departments().get(id_)
    return Words(id_, id_) if known is None else say(known.title)


def light(row: asyncpg.Record) -> Light | None:
    """The light of an application now."""
    today = clock.today()
    return clocks.light(row["state"], row["due_on"], today, amber_until())


def amber_until() -> date:
    """The last day whose deadlines are amber today."""
    return add_working_days(clock.today(), AMBER_DAYS)


def prefilled(sources: dict[str, Source]) -> dict[str, Prefilled]:
    """Where answers or materials come from."""
    known = registers()
    return {
        name: Prefilled(source.register, say(known[source.register].title), source.as_of)
        for name, source in sources.items()
        if source.register in known
    }


def uploads(rows: Iterable[asyncpg.Record]) -> dict[str, list[Upload]]:
    """The files by material, in the order they came."""
    found: dict[str, list[Upload]] = {}
    for row in rows:
        found.setdefault(row["material"], []).append(upload(row))
    return found


def upload(row: asyncpg.Record) -> Upload:
    """One file."""
    name = unseal(row["file_name_sealed"], field=FILE_NAME)
    return Upload(row["id"], name, row["media_type"], row["bytes"], row["created_at"])


def materials(service: Service, document: Document, rows: Iterable[asyncpg.Record]) -> list[Material]:
    """What the service asks for, and what is there."""
    there, sources = uploads(rows), prefilled(document.materials)
    return [
        Material(
            id=material.id,
            title=say(material.title),
            required=material.required,
            accept=[MEDIA_TYPES[kind] for kind in material.accept],
            max_bytes=material.max_mb * MEGABYTE,
            uploads=there.get(material.id, []),
            from_register=sources.get(material.id),
        )
        for material in service.materials
    ]


def history(
    events: Iterable[asyncpg.Record], reader: uuid.UUID, hidden: frozenset[str] = frozenset()
) -> list[Event]:
    """What happened, from the beginning, without `hidden` kinds."""
    return [_event(event, reader) for event in events if event["kind"] not in hidden]


def _event(row: asyncpg.Record, reader: uuid.UUID) -> Event:
    template = templates().get(row["reason"]) if row["reason"] else None
    department = name_department(row["department"]) if row["department"] else None
    return Event(
        at=row["at"],
        kind=row["kind"],
        title=Words(*words.EVENTS[row["kind"]]),
        who=Author(row["actor_kind"], department, row["actor"] == reader),
        reason=say(template.title) if template else None,
        note=open_note(row["note_sealed"]),
    )


def wants(row: asyncpg.Record) -> Wants | None:
    """What a clerk asked to be corrected, while it is open."""
    if row["state"] != "correction-asked" or row["wants"] is None:
        return None
    asked = next(event for event in reversed(row["events"]) if event["kind"] == "correction-asked")
    named = read_wanted(row)
    return Wants(open_note(asked["note_sealed"]) or "", named.fields, named.materials)


def certificate(row: asyncpg.Record) -> Certificate | None:
    """The record that the approval wrote."""
    register = registers().get(row["certificate_register"]) if row["certificate"] else None
    if register is None:
        return None
    title = register.certificate.title if register.certificate else register.title
    return Certificate(row["certificate_register"], row["certificate"], say(title))


def rating(row: asyncpg.Record) -> Rating | None:
    """How the applicant found it."""
    if row["rating"] is None:
        return None
    rated = next(event for event in reversed(row["events"]) if event["kind"] == "rated")
    return Rating(row["rating"], open_note(rated["note_sealed"]))
