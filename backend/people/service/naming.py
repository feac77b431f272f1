"""Who an account belongs to, for domains whose work is with people by name: whoever asks notes the look."""

import uuid
from collections.abc import Collection
from datetime import date

from backend.core import db
from backend.core.sealing import blind_index, unseal
from backend.people.rules.id_numbers import parse_id_number
from backend.people.rules.names import mask_name
from backend.people.rules.phones import normalise_phone
from backend.people.service.accounts import index_phone

NAMES = "select id, name_sealed from account where id = any($1::uuid[]) and name_sealed is not null"
FIND = "select id from account where phone_index = $1 or id_number_index = $2"


async def read_names(accounts: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The names, opened, of those `accounts` whose identity is confirmed."""
    async with db.connection() as connection:
        rows = await connection.fetch(NAMES, list(accounts))
    return {row["id"]: unseal(row["name_sealed"], field="account.name") for row in rows}


async def find_accounts(text: str, today: date) -> list[uuid.UUID] | None:
    """The accounts with this phone or ID number; None when `text` can be neither."""
    phone, number = normalise_phone(text), parse_id_number(text, today)
    if phone is None and number is None:
        return None
    by_number = number and blind_index(number.text, field="account.id_number")
    async with db.connection() as connection:
        rows = await connection.fetch(FIND, phone and index_phone(phone), by_number)
    return [row["id"] for row in rows]


async def mask_names(accounts: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The masked names (张**) of those `accounts` whose identity is confirmed."""
    return {account: mask_name(name) for account, name in (await read_names(accounts)).items()}
