"""What the city itself writes into a register: the result of an application."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

import msgspec

from backend.core import audit, clock, db
from backend.core.audit import By
from backend.core.ids import new_id
from backend.core.sealing import seal
from backend.registers.errors import InvalidFacts
from backend.registers.rules.names import OURSELVES
from backend.registers.service.catalogue import find_register
from backend.registers.service.digests import digest
from backend.registers.service.newest import SEALED_AS
from backend.registers.service.shapes import Part, shape_of

# Two that write one record wait for each other, also while there is none to lock.
LOCK = "select pg_advisory_xact_lock(hashtextextended($1, 0))"
CURRENT = """
select id, version, digest, origin from record
where register = $1 and source = $2 and external_id = $3 and superseded_at is null
"""
SUPERSEDE = "update record set superseded_at = $3 where id = $1 and version = $2"
INSERT = """
insert into record (id, version, register, source, external_id, subject, related, facts, identifiers_sealed,
    digest, valid_from, valid_to, as_of, received_at, origin)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13, $14)
"""

Value = str | int | bool | date | None


class Written(NamedTuple):
    """What a record says, as it is kept."""

    facts: bytes
    identifiers: bytes
    digest: bytes


async def write_result(
    by: By,
    register: str,
    subject: uuid.UUID,
    facts: Mapping[str, Value],
    *,
    origin: uuid.UUID,
    valid_from: date | None = None,
    valid_to: date | None = None,
    related: uuid.UUID | None = None,
) -> uuid.UUID:
    """The record that an approval brought about, source "yima"; written twice, it is one.

    Where a subject has one record, a new version of the city's own record of it; else a record for each
    `origin` (an application's id). A department's records stay as they are: the newest is read. Dates may be
    given as `date` or ISO 8601 text; None leaves a field out, and required ones may be missing, for only the
    department knows a new card's number. NotFound for an unknown register, InvalidFacts otherwise.
    """
    written, now = _write(register, facts, subject, related, valid_from, valid_to), clock.now()
    external_id = str(subject if find_register(register).one else origin)
    async with db.transaction(), db.connection() as connection:
        await connection.execute(LOCK, f"{register}/{OURSELVES}/{external_id}")
        current = await connection.fetchrow(CURRENT, register, OURSELVES, external_id)
        if current is not None and (current["origin"], current["digest"]) == (origin, written.digest):
            return uuid.UUID(str(current["id"]))
        id_, version = (current["id"], current["version"]) if current else (new_id(), 0)
        if current is not None:
            await connection.execute(SUPERSEDE, id_, version, now)
        sealed = seal(written.identifiers.decode(), field=SEALED_AS) if written.identifiers else None
        await connection.execute(
            INSERT, id_, version + 1, register, OURSELVES, external_id, subject, related,
            written.facts.decode(), sealed, written.digest, valid_from, valid_to, now, origin,
        )  # fmt: skip
        await audit.note(
            "register-written", by, subject=subject, case=origin, register=register, record=str(id_)
        )
    return uuid.UUID(str(id_))


def _write(
    id_: str,
    given: Mapping[str, Value],
    subject: uuid.UUID,
    related: uuid.UUID | None,
    valid_from: date | None,
    valid_to: date | None,
) -> Written:
    shape = shape_of(id_)
    unknown = sorted(set(given) - set(shape.fields))
    if unknown:
        raise InvalidFacts(register=id_, fields=unknown)
    facts, identifiers = (_encode(id_, part, given) for part in (shape.plain, shape.sealed))
    identifiers = b"" if identifiers == b"{}" else identifiers
    said = digest(subject.bytes, related.bytes if related else b"", facts, identifiers, valid_from, valid_to)
    return Written(facts, identifiers, said)


def _encode(id_: str, part: Part, given: Mapping[str, Value]) -> bytes:
    wanted = {name: _plain(given[name]) for name in part.names if given.get(name) is not None}
    try:
        return msgspec.json.encode(msgspec.convert(wanted, part.type))
    except msgspec.ValidationError as error:
        raise InvalidFacts(str(error), register=id_, fields=sorted(wanted)) from None


def _plain(value: Value) -> Value:
    return value.date() if isinstance(value, datetime) else value
