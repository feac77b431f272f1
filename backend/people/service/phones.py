"""Accounts' phones as other domains may show them: masked."""

import uuid

from backend.core import db
from backend.core.sealing import unseal
from backend.people.rules.phones import mask_phone


async def mask_phones(accounts: list[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The masked phone ("138****0001") of each of `accounts`."""
    async with db.connection() as connection:
        rows = await connection.fetch("select id, phone_sealed from account where id = any($1)", accounts)
    return {row["id"]: mask_phone(unseal(row["phone_sealed"], field="account.phone")) for row in rows}
