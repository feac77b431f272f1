"""The second half of signing in: the one-time password comes back, and a session opens."""

import uuid
from typing import Any

import msgspec

from backend.core import clock, db
from backend.core.ids import new_id
from backend.core.sealing import blind_index, seal, unseal
from backend.core.settings import Settings
from backend.people import schemas
from backend.people.errors import SignInOver, WrongPassword
from backend.people.rules.passwords import TRIES_MAX, State, is_same, read_password, state
from backend.people.service.accounts import account_for_phone
from backend.people.service.allowances import count_try_for, count_try_from
from backend.people.service.sessions import Opened, open_session
from backend.people.service.tokens import hash_token, make_token
from backend.people.tables import Device, SignIn

Found = dict[str, Any]


async def answer_sign_in(
    sign_in_id: uuid.UUID,
    given: schemas.GivenPassword,
    device_cookie: str | None,
    address: str,
    settings: Settings,
) -> Opened:
    """The session that the right password opens; an unknown phone gets its account now.

    A caller whose answer was lost may send the same again for 30 seconds and gets the same session. That
    gives nobody anything new: it takes the sign-in's id, which only the caller who began it was told, the
    password, the same kind of session and the same device's token, and it still costs a try. WrongPassword,
    SignInOver, or TooManyRequests as `allowances` says.
    """
    token = given.device.token or (device_cookie if given.session == "cookie" else None)
    caller_hash = _caller_hash(sign_in_id, given, token)
    await count_try_from(address)
    found, standing = await _claim_try(sign_in_id)
    if found is None or standing == "over":
        raise SignInOver
    await count_try_for(found["phone_index"], found["device"], address)
    if not is_same(read_password(given.password), unseal(found["password_sealed"], field="sign_in.password")):
        if standing == "just-answered":
            raise SignInOver
        raise WrongPassword(tries_left=TRIES_MAX - found["tries"] - 1)
    async with db.transaction():
        return await _open_once(sign_in_id, given, token, caller_hash, settings)


async def _claim_try(sign_in_id: uuid.UUID) -> tuple[Found | None, State]:
    """The sign-in as it stood, with one try fewer from now on, whatever comes of this one."""
    async with db.transaction():
        found = await _lock(sign_in_id)
        if found is None:
            return None, "over"
        standing = _state(found)
        if standing != "over":
            await SignIn.update({SignIn.tries: found["tries"] + 1}).where(SignIn.id == sign_in_id)
        return found, standing


async def _open_once(
    sign_in_id: uuid.UUID,
    given: schemas.GivenPassword,
    token: str | None,
    caller_hash: bytes,
    settings: Settings,
) -> Opened:
    found = await _lock(sign_in_id)
    if found is None:
        raise SignInOver
    if found["answered_at"] is not None:
        if found["answer_sealed"] is None or found["caller_hash"] != caller_hash:
            raise SignInOver
        return msgspec.json.decode(unseal(found["answer_sealed"], field="sign_in.answer"), type=Opened)
    account = await account_for_phone(unseal(found["phone_sealed"], field="sign_in.phone"))
    device, device_token = await _recognise_device(account, token, given.device.label)
    opened = await open_session(account, device, device_token, given.session, settings)
    await SignIn.update(
        {
            SignIn.answered_at: clock.now(),
            SignIn.answer_sealed: seal(msgspec.json.encode(opened).decode(), field="sign_in.answer"),
            SignIn.caller_hash: caller_hash,
        }
    ).where(SignIn.id == sign_in_id)
    return opened


async def _lock(sign_in_id: uuid.UUID) -> Found | None:
    rows = await SignIn.select().where(SignIn.id == sign_in_id).lock_rows("UPDATE")
    return rows[0] if rows else None


def _state(found: Found) -> State:
    return state(
        expires_at=found["expires_at"],
        tries=found["tries"],
        answered_at=found["answered_at"],
        now=clock.now(),
    )


def _caller_hash(sign_in_id: uuid.UUID, given: schemas.GivenPassword, token: str | None) -> bytes:
    said: list[str | None] = [str(sign_in_id), given.session, token, given.device.label]
    return blind_index(msgspec.json.encode(said).decode(), field="sign_in.caller")


async def _recognise_device(account: uuid.UUID, token: str | None, label: str) -> tuple[uuid.UUID, str]:
    """The account's device with this token, or a new one, and its token.

    A phone that a family shares keeps its token for each of their accounts; a token that no device has is
    never taken over, so nobody can give a device a token of their own making. Signing a suspended device out
    does not make it another one.
    """
    now = clock.now()
    known: list[dict[str, Any]] = []
    if token is not None:
        known = (
            await Device.select(Device.id, Device.account)
            .where(
                (Device.token_hash == hash_token(token))
                & (Device.removed_at.is_null() | Device.suspension.is_not_null())
            )
            .order_by(Device.removed_at, ascending=False)  # null, and so in use, first
        )
    own = next((row["id"] for row in known if row["account"] == account), None)
    if own is not None and token is not None:
        await Device.update({Device.last_seen_at: now, Device.removed_at: None}).where(Device.id == own)
        return own, token
    kept = token if token is not None and known else make_token()
    device = Device(
        id=new_id(),
        account=account,
        token_hash=hash_token(kept),
        label=" ".join(label.split()),
        created_at=now,
        last_seen_at=now,
    )
    await device.save()
    return device.id, kept
