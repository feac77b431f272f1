"""Where messages reach a person beside their phone: added by them, and theirs once a code came back."""

import uuid
from datetime import timedelta

from backend.core import clock, db, idempotency, limits
from backend.core.actors import Resident
from backend.core.ids import new_id
from backend.core.outbox import enqueue
from backend.core.problems import NotFound
from backend.core.sealing import seal, unseal
from backend.messages.errors import CodeOver, InvalidAddress, WrongCode
from backend.messages.rules.addresses import normalise_email, normalise_openid
from backend.messages.schemas import Contact, NewContact
from backend.messages.service.own_contacts import THEIRS, index_address, require_room, view
from backend.people.rules.passwords import TRIES_MAX, is_same, make_password, read_password
from backend.people.service import require_confirmed

CODES_A_DAY, CODES_TO_ONE_A_DAY = 10, 5
CODE_LIFETIME = timedelta(minutes=15)
LABELS = {"email": "", "wechat": "WeChat"}

ADD = """
insert into contact
    (id, account, channel, address_sealed, index, label, code_sealed, code_ends_at, created_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning *
"""
FIND = f"select * from contact where id = $1 and account = $2 and {THEIRS} for update"  # noqa: S608
TRY = "update contact set code_tries = code_tries + 1 where id = $1"
CONFIRM = "update contact set confirmed_at = $2, code_sealed = null where id = $1 returning *"
END = f"""
update contact set ended_at = $3, ended_because = $4, address_sealed = null, code_sealed = null
where account = $1 and id = $2 and {THEIRS} returning id
"""  # noqa: S608
# One address of a kind is used; the earlier ones are forgotten.
REPLACE = """
update contact set ended_at = $3, ended_because = 'replaced', address_sealed = null, code_sealed = null
where account = $1 and channel = $4 and id <> $2 and ended_at is null
"""


async def add_contact(resident: Resident, new: NewContact, key: str) -> Contact:
    """The address, added once for `key`, and a code on its way there.

    InvalidAddress, TooManyContacts beyond 20; TooManyRequests beyond 10 codes a day, 5 to one address.
    Whether somebody else has the address is never said.
    """
    require_confirmed(resident)
    read = normalise_email if new.channel == "email" else normalise_openid
    address = read(new.address)
    if address is None:
        raise InvalidAddress

    async def work() -> Contact:
        await require_room(resident.account)
        await limits.count("messages.codes", str(resident.account), limit=CODES_A_DAY, window_seconds=86_400)
        # Nearly every server takes an address for the same in any letters.
        await limits.count(
            "messages.codes.to", address.lower(), limit=CODES_TO_ONE_A_DAY, window_seconds=86_400
        )
        now = clock.now()
        async with db.connection() as connection:
            row = await connection.fetchrow(
                ADD,
                new_id(),
                resident.account,
                new.channel,
                seal(address, field="contact.address"),
                index_address(address),
                LABELS[new.channel],
                seal(make_password(), field="contact.code"),
                now + CODE_LIFETIME,
                now,
            )
        await enqueue("messages.send_code", contact_id=str(row["id"]))
        return view(row)

    return await idempotency.once(f"messages:{resident.account}", key, ("contact", new), Contact, work)


async def confirm_contact(resident: Resident, contact: uuid.UUID, code: str) -> Contact:
    """The address, confirmed by the code that came there; it takes the place of an earlier one of its kind.

    WrongCode, CodeOver after 15 minutes or 5 tries; NotFound unless it is theirs. Again is as good as once.
    """
    require_confirmed(resident)
    now = clock.now()
    async with db.transaction(), db.connection() as connection:
        row = await connection.fetchrow(FIND, contact, resident.account)
        if row is None:
            raise NotFound
        if row["confirmed_at"] is not None:
            return view(row)
        if row["code_sealed"] is None or row["code_tries"] >= TRIES_MAX or row["code_ends_at"] <= now:
            raise CodeOver
        is_right = is_same(read_password(code), unseal(row["code_sealed"], field="contact.code"))
        if is_right:
            await connection.execute(REPLACE, resident.account, contact, now, row["channel"])
            return view(await connection.fetchrow(CONFIRM, contact, now))
        await connection.execute(TRY, contact)
    raise WrongCode(tries_left=TRIES_MAX - row["code_tries"] - 1)


async def remove_contact(resident: Resident, contact: uuid.UUID) -> None:
    """Forget an address; NotFound unless it is theirs."""
    require_confirmed(resident)
    async with db.connection() as connection:
        found = await connection.fetchval(END, resident.account, contact, clock.now(), "removed")
    if found is None:
        raise NotFound
