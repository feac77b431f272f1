"""Accounts' phones as other domains may show them, masked, and as messages are sent to them."""

import uuid
from collections.abc import Collection

import structlog

from backend.core import db
from backend.core.sealing import SealError, unseal
from backend.people.rules.phones import mask_phone

events = structlog.get_logger()


async def mask_phones(accounts: list[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The masked phone ("138****0001") of each of `accounts`."""
    async with db.connection() as connection:
        rows = await connection.fetch("select id, phone_sealed from account where id = any($1)", accounts)
    return {row["id"]: mask_phone(unseal(row["phone_sealed"], field="account.phone")) for row in rows}


# Whose identity has moved to another account has another phone; nobody knows whose this one is now.
PHONES = """
select id, phone_sealed from account
where id = any($1::uuid[]) and (born_on is not null or not exists (
    select from account_holder where account_holder.account = account.id))
"""


async def read_phones(accounts: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The phones (E.164), opened, of those `accounts` whose phone is theirs as far as we know.

    One that no key opens is logged and left out: the others are not to wait for it.
    """
    async with db.connection() as connection:
        rows = await connection.fetch(PHONES, list(accounts))
    found = {}
    for row in rows:
        try:
            found[row["id"]] = unseal(row["phone_sealed"], field="account.phone")
        except SealError as error:
            events.error("account.spoilt_phone", account=str(row["id"]), why=str(error))
    return found
