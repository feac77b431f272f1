"""The addresses that lead to a person, and whose they are."""

import uuid

import asyncpg

from backend.core import db
from backend.core.actors import Resident
from backend.core.sealing import blind_index, unseal
from backend.messages.errors import TooManyContacts
from backend.messages.rules.addresses import mask
from backend.messages.schemas import Contact, Contacts
from backend.messages.service.phones import read_texted
from backend.people.service import mask_phones, require_confirmed

CONTACTS_MAX = 20

# What leads to the person whom an account stood for before leads nobody there now.
THEIRS = """
ended_at is null and contact.created_at > coalesce(
    (select since from account_holder where account_holder.account = contact.account), '-infinity')
"""
LIST = f"select * from contact where account = $1 and channel <> 'sms' and {THEIRS} order by id desc"  # noqa: S608
COUNT = f"select count(*) from contact where account = $1 and channel <> 'sms' and {THEIRS}"  # noqa: S608


async def list_contacts(resident: Resident) -> Contacts:
    """The resident's own, newest first; DeviceNotConfirmed or DeviceSuspended as for the inbox."""
    require_confirmed(resident)
    async with db.connection() as connection:
        rows = await connection.fetch(LIST, resident.account)
    phones = await mask_phones([resident.account])
    reached = await read_texted([resident.account])
    return Contacts(
        items=[view(row) for row in rows],
        phone_masked=phones.get(resident.account),
        phone_reached=resident.account in reached,
    )


async def require_room(account: uuid.UUID) -> None:
    """TooManyContacts when the account has as many addresses as anybody may."""
    async with db.connection() as connection:
        if await connection.fetchval(COUNT, account) >= CONTACTS_MAX:
            raise TooManyContacts(limit=CONTACTS_MAX)


def index_address(address: str) -> bytes:
    """The blind index of an address."""
    return blind_index(address, field="contact.address")


def view(row: asyncpg.Record) -> Contact:
    """A contact as its owner sees it; of a browser, what it is called."""
    is_push = row["channel"] == "push"
    return Contact(
        id=row["id"],
        channel=row["channel"],
        address_masked="" if is_push else mask(unseal(row["address_sealed"], field="contact.address")),
        label=row["label"],
        created_at=row["created_at"],
        confirmed_at=row["confirmed_at"],
    )
