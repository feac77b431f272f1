"""Who the person behind an account is: said once, confirmed once, and again on each new device."""

import uuid
from typing import Any, Literal

import asyncpg

from backend.core import actors, clock, db, limits
from backend.core.ids import new_id
from backend.core.problems import NotAllowed, NotFound
from backend.core.sealing import blind_index, seal, unseal
from backend.core.settings import Settings
from backend.people import schemas
from backend.people.errors import (
    AccountSuspended,
    IdentityDiffers,
    IdentityNotConfirmed,
    IdentityRegisterAway,
    IdentityTaken,
)
from backend.people.ports import IdentityRegister
from backend.people.rules.id_numbers import IdNumber, parse_id_number
from backend.people.rules.names import normalise_name
from backend.people.rules.passwords import is_same
from backend.people.service.accounts import read_me, view_resident
from backend.people.tables import Account, Device, IdentityConfirmation

TRIES_AN_HOUR = 6
TRIES_A_DAY = 12
AWAY_SECONDS = 60

How = Literal["register", "same-person", "counter", "moved-away"]


async def confirm_identity(
    resident: actors.Resident, given: schemas.GivenIdentity, register: IdentityRegister, settings: Settings
) -> schemas.Me:
    """The resident's account, with identity and this device confirmed.

    The first time, the register says whether name, ID number and the phone's owner belong together. On a
    later device the same name and ID number are asked for again and compared with those on file, so that
    someone whose phone is registered to a child, and who was confirmed at a counter, needs no counter for a
    new phone. IdentityNotConfirmed, IdentityTaken, IdentityRegisterAway, AccountSuspended; 6 tries an hour,
    12 a day.
    """
    if resident.suspended:
        raise AccountSuspended
    name, id_number = _read(given.name, given.id_number, settings)
    tried = str(resident.account)
    await limits.count("people.identity.hour", tried, limit=TRIES_AN_HOUR, window_seconds=3600)
    await limits.count("people.identity.day", tried, limit=TRIES_A_DAY, window_seconds=86_400)
    account = await _find(resident.account)
    if account["id_number_sealed"] is not None:
        if not _is_same_person(account, name, id_number):
            raise IdentityNotConfirmed
        await _record(resident.account, "same-person", name, id_number, device=resident.device)
        return await read_me(resident)
    phone = unseal(account["phone_sealed"], field="account.phone")
    answer = await register.confirm(name, id_number.text, phone)
    if answer == "unavailable":
        raise IdentityRegisterAway(retry_after_seconds=AWAY_SECONDS)
    if answer == "denied":
        raise IdentityNotConfirmed
    await _record(resident.account, "register", name, id_number, device=resident.device)
    return await read_me(resident)


async def confirm_at_counter(
    operator: actors.Resident, account_id: uuid.UUID, given: schemas.CounterIdentity, settings: Settings
) -> schemas.Resident:
    """The resident whose ID card `operator` has seen; recorded with the operator's account.

    An account that stands for somebody else is IdentityDiffers, a person who has another account is
    IdentityTaken unless `given.move` takes the identity from there. Operators never confirm themselves:
    NotAllowed.
    """
    if account_id == operator.account:
        raise NotAllowed
    name, id_number = _read(given.name, given.id_number, settings)
    await _record(account_id, "counter", name, id_number, operator=operator.account, move=given.move)
    return view_resident(await _find(account_id))


def _read(name_text: str, id_number_text: str, settings: Settings) -> tuple[str, IdNumber]:
    """What was typed, if it can be anybody; made-up ID numbers count in a demo city only."""
    name = normalise_name(name_text)
    id_number = parse_id_number(id_number_text, clock.today())
    if name is None or id_number is None or (id_number.is_synthetic and not settings.is_demo):
        raise IdentityNotConfirmed
    return name, id_number


async def _find(account_id: uuid.UUID) -> dict[str, Any]:
    found = await Account.select().where(Account.id == account_id).first()
    if found is None:
        raise NotFound
    return found


def _is_same_person(account: dict[str, Any], name: str, id_number: IdNumber) -> bool:
    known_name = unseal(account["name_sealed"], field="account.name")
    known_number = unseal(account["id_number_sealed"], field="account.id_number")
    same_name = is_same(name.casefold(), known_name.casefold())
    return is_same(id_number.text, known_number) and same_name


async def _record(
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
