"""Accounts by phone, and what people and operators see of them."""

import uuid
from typing import Any, Literal

import asyncpg

from backend.core import actors, audit, clock, db, limits
from backend.core.ids import new_id
from backend.core.problems import NotSignedIn
from backend.core.sealing import blind_index, seal, unseal
from backend.people import schemas
from backend.people.errors import InvalidPhone
from backend.people.rules.names import mask_name
from backend.people.rules.phones import mask_phone, normalise_phone
from backend.people.service.device_suspensions import list_suspended_devices
from backend.people.tables import Account

SEARCHES_AN_HOUR = 200

FIND_OR_MAKE = """
insert into account (id, phone_sealed, phone_index, created_at) values ($1, $2, $3, $4)
on conflict (phone_index) do nothing returning id
"""

ME = """
select account.phone_sealed, account.name_sealed, account.born_on is not null as identified,
       account.suspension is not null as suspended, device.confirmed_at is not null as device_confirmed,
       device.suspension is not null as device_suspended
from account join device on device.account = account.id
where account.id = $1 and device.id = $2
"""

NOTICES = """
select session.ended_at, device.label from session join device on device.id = session.device
where session.account = $1 and session.ended_because = 'token-used-twice'
order by session.ended_at desc limit 10
"""


def read_phone(text: str) -> str:
    """The phone in `text` (E.164); InvalidPhone when it is not a Chinese mobile number."""
    phone = normalise_phone(text)
    if phone is None:
        raise InvalidPhone
    return phone


def index_phone(phone: str) -> bytes:
    """The blind index of an E.164 number."""
    return blind_index(phone, field="account.phone")


async def account_for_phone(text: str) -> uuid.UUID:
    """The account of a phone, made when there is none; two at once get the same one.

    InvalidPhone when `text` is not a Chinese mobile number.
    """
    phone = read_phone(text)
    index = index_phone(phone)
    async with db.connection() as connection:
        made: uuid.UUID | None = await connection.fetchval(
            FIND_OR_MAKE, new_id(), seal(phone, field="account.phone"), index, clock.now()
        )
        if made is not None:
            return made
        found: uuid.UUID = await connection.fetchval("select id from account where phone_index = $1", index)
        return found


async def make_operator(phone: str) -> uuid.UUID:
    """The account of `phone`, now an operator's; an unknown phone gets an account."""
    async with db.transaction(), db.connection() as connection:
        account = await account_for_phone(phone)
        await connection.execute(
            "insert into operator (account, granted_at) values ($1, $2) on conflict do nothing",
            account, clock.now(),
        )  # fmt: skip
    return account


async def remove_operator(phone: str) -> bool:
    """Take the operator's role from `phone` at once; returns whether it had it."""
    async with db.connection() as connection:
        done: str = await connection.execute(
            "delete from operator using account"
            " where operator.account = account.id and account.phone_index = $1",
            index_phone(read_phone(phone)),
        )
    return done != "DELETE 0"


async def read_me(resident: actors.Resident) -> schemas.Me:
    """The resident's own account.

    The name appears on a confirmed device only: a phone number may have been given to somebody new, and a
    suspended device may be in other hands.
    """
    async with db.connection() as connection:
        row = await connection.fetchrow(ME, resident.account, resident.device)
        ended = await connection.fetch(NOTICES, resident.account)
    if row is None:
        raise NotSignedIn
    device = _device_state(row)
    name_sealed = row["name_sealed"] if device == "confirmed" else None
    return schemas.Me(
        id=resident.account,
        phone_masked=mask_phone(unseal(row["phone_sealed"], field="account.phone")),
        name_masked=_mask_sealed_name(name_sealed),
        identity="confirmed" if row["identified"] else "none",
        device=device,
        suspended=row["suspended"],
        roles=["resident", "operator"] if resident.is_operator else ["resident"],
        notices=[
            schemas.Notice("session-ended-because-its-token-was-used-twice", end["ended_at"], end["label"])
            for end in ended
        ],
    )


async def search(operator: actors.Resident, phone: str) -> schemas.Residents:
    """The resident with this phone, for an operator at a counter; at most 200 searches an hour.

    The audit tells of it, and the one who was found can see that.
    """
    index = index_phone(read_phone(phone))
    await limits.count("people.search", str(operator.account), limit=SEARCHES_AN_HOUR, window_seconds=3600)
    async with db.transaction():
        found = await Account.select().where(Account.phone_index == index)
        account = found[0]["id"] if found else None
        await audit.note("counter-search", audit.By("operator", operator.account), account=account)
    return schemas.Residents([await view_resident(row) for row in found])


async def view_resident(row: dict[str, Any]) -> schemas.Resident:
    """An account's row as an operator sees it."""
    return schemas.Resident(
        id=row["id"],
        phone_masked=mask_phone(unseal(row["phone_sealed"], field="account.phone")),
        name_masked=_mask_sealed_name(row["name_sealed"]),
        identity="none" if row["born_on"] is None else "confirmed",
        suspended=row["suspension"] is not None,
        suspended_devices=await list_suspended_devices(row["id"]),
    )


def _device_state(row: asyncpg.Record) -> Literal["new", "confirmed", "suspended"]:
    if row["device_suspended"]:
        return "suspended"
    return "confirmed" if row["device_confirmed"] else "new"


def _mask_sealed_name(sealed: bytes | None) -> str | None:
    return None if sealed is None else mask_name(unseal(sealed, field="account.name"))
