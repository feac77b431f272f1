"""Writing down who somebody is: one account a person, and each confirmation with its author."""

import uuid
from typing import Literal

import asyncpg

from backend.core import clock, db
from backend.core.audit import By, note
from backend.core.ids import new_id
from backend.core.problems import NotFound
from backend.core.sealing import blind_index, seal
from backend.people.errors import IdentityDiffers, IdentityTaken
from backend.people.rules.id_numbers import IdNumber
from backend.people.tables import Account, Device, IdentityConfirmation

How = Literal["register", "same-person", "counter", "moved-away"]


async def record(
    account_id: uuid.UUID,
    how: How,
    name: str,
    id_number: IdNumber,
    *,
    operator: uuid.UUID | None = None,
    device: uuid.UUID | None = None,
    move: bool = False,
) -> None:
    """Write the identity down; of two accounts that claim one ID number, the second is IdentityTaken."""
    index = blind_index(id_number.text, field="account.id_number")
    try:
        async with db.transaction():
            if move and operator:
                await _move_away(index, account_id, operator)
            await _write(account_id, name, id_number, index)
            await _note(account_id, how, operator=operator, device=device)
            if operator is not None:
                await note("identity-confirmed", By("operator", operator), account=account_id)
    except asyncpg.UniqueViolationError:
        raise IdentityTaken from None


async def _write(account_id: uuid.UUID, name: str, id_number: IdNumber, index: bytes) -> None:
    found = (
        await Account.select(Account.id_number_index)
        .where(Account.id == account_id)
        .lock_rows("NO KEY UPDATE")
    )
    if not found:
        raise NotFound
    if found[0]["id_number_index"] not in (None, index):
        raise IdentityDiffers
    await Account.update(
        {
            Account.name_sealed: seal(name, field="account.name"),
            Account.id_number_sealed: seal(id_number.text, field="account.id_number"),
            Account.id_number_index: index,
            Account.born_on: id_number.born_on,
        }
    ).where(Account.id == account_id)


async def _move_away(index: bytes, account_id: uuid.UUID, operator: uuid.UUID) -> None:
    """Take the identity with this index from the account that has it, unless that is `account_id`."""
    async with db.connection() as connection:
        earlier: uuid.UUID | None = await connection.fetchval(
            "update account set name_sealed = null, id_number_sealed = null, id_number_index = null,"
            " born_on = null where id_number_index = $1 and id <> $2 returning id",
            index, account_id,
        )  # fmt: skip
    if earlier is not None:
        await Device.update({Device.confirmed_at: None}).where(Device.account == earlier)
        await _note(earlier, "moved-away", operator=operator)
        await note("identity-moved", By("operator", operator), account=earlier)


async def _note(
    account_id: uuid.UUID, how: How, *, operator: uuid.UUID | None = None, device: uuid.UUID | None = None
) -> None:
    now = clock.now()
    await IdentityConfirmation(
        id=new_id(), account=account_id, how=how, operator=operator, device=device, confirmed_at=now
    ).save()
    if device is not None:
        await Device.update({Device.confirmed_at: now}).where(
            (Device.id == device) & Device.confirmed_at.is_null()
        )
