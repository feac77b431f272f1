"""Which accounts' phones may be texted."""

import uuid
from collections.abc import Collection

from backend.core import db
from backend.core.sealing import blind_index
from backend.people.service import read_phones

# Numbers that a network said are nobody's, or not this person's, and that nobody proved to be theirs since.
ENDED = """
select account, index from contact
where channel = 'sms' and account = any($1::uuid[]) and ended_at >
    coalesce((select max(at) from account_proof where account_proof.account = contact.account), '-infinity')
"""


def index_phone(phone: str) -> bytes:
    """The blind index of an E.164 number among contacts."""
    return blind_index(phone, field="contact.phone")


async def read_texted(accounts: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The phones (E.164) that stand for `accounts` at this moment, of those whom a text reaches."""
    phones = await read_phones(accounts)
    async with db.connection() as connection:
        ended = {(row["account"], row["index"]) for row in await connection.fetch(ENDED, list(accounts))}
    if not ended:
        return phones
    return {account: phone for account, phone in phones.items() if (account, index_phone(phone)) not in ended}
