"""What a source last said under its own id."""

from datetime import datetime
from typing import NamedTuple

from backend.core import db
from backend.core.sealing import unseal
from backend.registers.service.catalogue import find_register
from backend.registers.service.subjects import SEALED_AS

FIND = """
select record.as_of, subject.identifier_sealed from record join subject on subject.id = record.subject
where register = $1 and source = $2 and external_id = $3 and superseded_at is null
"""


class Told(NamedTuple):
    """Whom or what it is about, by number, and as of when it was so."""

    number: str
    as_of: datetime


async def find_told(register: str, external_id: str) -> Told | None:
    """What the register's department said last under this id; for commands that hand in, and show nobody."""
    async with db.connection() as connection:
        row = await connection.fetchrow(FIND, register, find_register(register).department, external_id)
    return None if row is None else Told(unseal(row["identifier_sealed"], field=SEALED_AS), row["as_of"])
