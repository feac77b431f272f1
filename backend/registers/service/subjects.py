"""Whom or what records are about, found by number."""

import uuid
from collections.abc import Collection

from backend.core import clock, db
from backend.core.ids import new_id
from backend.core.sealing import blind_index, seal, unseal
from backend.people.service import read_id_number
from backend.registers.errors import InvalidNumber
from backend.registers.rules.identifiers import INDEX_FIELDS, read_identifier
from backend.registers.schemas.register import SubjectKind

SEALED_AS = "subject.identifier"

BY_ACCOUNT = """
select subject.id from resident_identity
join subject on subject.kind = 'resident' and subject.index = resident_identity.id_number_index
where resident_identity.account = $1
"""
BY_NUMBER = "select id from subject where kind = $1 and index = $2"
MAKE = """
insert into subject (id, kind, index, identifier_sealed, created_at) values ($1, $2, $3, $4, $5)
on conflict (kind, index) do nothing
"""
ACCOUNT = """
select resident_identity.account from subject
join resident_identity on resident_identity.id_number_index = subject.index
where subject.id = $1 and subject.kind = 'resident'
"""
ACCOUNTS = """
select subject.id, resident_identity.account from subject
join resident_identity on resident_identity.id_number_index = subject.index
where subject.id = any($1::uuid[]) and subject.kind = 'resident'
"""
RESIDENTS = "select count(*) from subject where kind = 'resident'"


async def subject_of(account: uuid.UUID) -> uuid.UUID | None:
    """The subject of a resident's records; None until the identity is confirmed."""
    async with db.connection() as connection:
        found: uuid.UUID | None = await connection.fetchval(BY_ACCOUNT, account)
        if found is not None:
            return found
    number = await read_id_number(account)
    return None if number is None else await _make("resident", number)


async def account_of(subject: uuid.UUID) -> uuid.UUID | None:
    """The account of the resident that records are about, if the person has one."""
    async with db.connection() as connection:
        found: uuid.UUID | None = await connection.fetchval(ACCOUNT, subject)
    return found


async def accounts_of(subjects: Collection[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    """The accounts of those residents among `subjects` who have one."""
    async with db.connection() as connection:
        rows = await connection.fetch(ACCOUNTS, list(subjects))
    return {row["id"]: row["account"] for row in rows}


async def count_residents() -> int:
    """How many residents records are about."""
    async with db.connection() as connection:
        found: int = await connection.fetchval(RESIDENTS)
    return found


async def find_subject(kind: SubjectKind, text: str) -> uuid.UUID | None:
    """The subject with this number, None when no record was ever about it; InvalidNumber."""
    async with db.connection() as connection:
        found: uuid.UUID | None = await connection.fetchval(BY_NUMBER, kind, index(kind, _read(kind, text)))
    return found


async def require_subject(kind: SubjectKind, text: str) -> uuid.UUID:
    """The subject with this number, made when there is none; InvalidNumber."""
    return await find_subject(kind, text) or await _make(kind, _read(kind, text))


async def read_numbers(subjects: list[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The numbers of `subjects`, opened: whoever asks has noted the look."""
    async with db.connection() as connection:
        rows = await connection.fetch(
            "select id, identifier_sealed from subject where id = any($1::uuid[])", subjects
        )
    return {row["id"]: unseal(row["identifier_sealed"], field=SEALED_AS) for row in rows}


def index(kind: SubjectKind, number: str) -> bytes:
    """The keyed index of a number as `read_identifier` gives it."""
    return blind_index(number, field=INDEX_FIELDS[kind])


def _read(kind: SubjectKind, text: str) -> str:
    # Which made-up numbers count was decided where the number came in.
    number = read_identifier(kind, text, clock.today(), synthetic=True)
    if number is None:
        raise InvalidNumber
    return number


async def _make(kind: SubjectKind, number: str) -> uuid.UUID:
    key = index(kind, number)
    async with db.connection() as connection:
        await connection.execute(MAKE, new_id(), kind, key, seal(number, field=SEALED_AS), clock.now())
        found: uuid.UUID = await connection.fetchval(BY_NUMBER, kind, key)
    return found
