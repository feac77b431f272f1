"""One-time codes that enrol a reader."""

import uuid
from datetime import datetime

from backend.core import clock, db
from backend.core.actors import Resident
from backend.core.ids import new_id
from backend.core.sealing import blind_index
from backend.places.rules.enrolment_codes import LIFETIME, make_code

END_CODES = (
    "update enrolment_code set expires_at = $2 where reader = $1 and used_at is null and expires_at > $2"
)
CREATE_CODE = """
insert into enrolment_code (id, reader, code_index, created_at, created_by, expires_at)
values ($1, $2, $3, $4, $5, $6)
"""


async def make_code_for(actor: Resident, reader: uuid.UUID) -> tuple[str, datetime]:
    """A new code for `reader`, and when it ends; codes that it got before are over."""
    code, now = make_code(), clock.now()
    async with db.connection() as connection:
        await connection.execute(END_CODES, reader, now)
        await connection.execute(
            CREATE_CODE, new_id(), reader, index_code(code), now, actor.account, now + LIFETIME
        )
    return code, now + LIFETIME


def index_code(code: str) -> bytes:
    """What is kept of an enrolment code: 45 bits need a keyed index, or a copied table could be searched."""
    return blind_index(code, field="enrolment_code.code")
