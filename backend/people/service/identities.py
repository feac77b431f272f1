"""Who the person behind an account is: said once, confirmed once, and again on each new device."""

import uuid
from typing import Any

from backend.core import actors, clock, limits
from backend.core.problems import NotAllowed, NotFound
from backend.core.sealing import unseal
from backend.core.settings import Settings
from backend.people import schemas
from backend.people.errors import (
    AccountSuspended,
    DeviceSuspended,
    IdentityNotConfirmed,
    IdentityRegisterAway,
)
from backend.people.ports import IdentityRegister
from backend.people.rules.id_numbers import IdNumber, parse_id_number
from backend.people.rules.names import normalise_name
from backend.people.rules.passwords import is_same
from backend.people.service.accounts import read_me, view_resident
from backend.people.service.records import record
from backend.people.tables import Account

TRIES_AN_HOUR = 6
TRIES_A_DAY = 12
AWAY_SECONDS = 60


async def confirm_identity(
    resident: actors.Resident, given: schemas.GivenIdentity, register: IdentityRegister, settings: Settings
) -> schemas.Me:
    """The resident's account, with identity and this device confirmed.

    The first time, the register says whether name, ID number and the phone's owner belong together. On a
    later device the same name and ID number are asked for again and compared with those on file, so that
    someone whose phone is registered to a child, and who was confirmed at a counter, needs no counter for a
    new phone. IdentityNotConfirmed, IdentityTaken, IdentityRegisterAway, AccountSuspended, DeviceSuspended;
    6 tries an hour, 12 a day.
    """
    if resident.suspended:
        raise AccountSuspended
    if resident.device_suspended:
        raise DeviceSuspended
    name, id_number = _read(given.name, given.id_number, settings)
    tried = str(resident.account)
    await limits.count("people.identity.hour", tried, limit=TRIES_AN_HOUR, window_seconds=3600)
    await limits.count("people.identity.day", tried, limit=TRIES_A_DAY, window_seconds=86_400)
    account = await _find(resident.account)
    if account["id_number_sealed"] is not None:
        if not _is_same_person(account, name, id_number):
            raise IdentityNotConfirmed
        await record(resident.account, "same-person", name, id_number, device=resident.device)
        return await read_me(resident)
    phone = unseal(account["phone_sealed"], field="account.phone")
    answer = await register.confirm(name, id_number.text, phone)
    if answer == "unavailable":
        raise IdentityRegisterAway(retry_after_seconds=AWAY_SECONDS)
    if answer == "denied":
        raise IdentityNotConfirmed
    await record(resident.account, "register", name, id_number, device=resident.device)
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
    await record(account_id, "counter", name, id_number, operator=operator.account, move=given.move)
    return await view_resident(await _find(account_id))


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
