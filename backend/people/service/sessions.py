"""Being signed in: sessions, their tokens, and how they go on and end."""

import uuid
from datetime import datetime, timedelta
from typing import Literal

import msgspec

from backend.core import actors, clock, db, keys
from backend.core.ids import new_id
from backend.core.sealing import seal, unseal
from backend.core.settings import Settings
from backend.people import schemas
from backend.people.errors import RefreshRefused
from backend.people.rules.passwords import REPEAT_WITHIN
from backend.people.service.tokens import hash_token, make_token
from backend.people.tables import RefreshToken, Session

AUDIENCE = "yima"
BROWSER_LIFETIME = timedelta(days=30)

# A statement of its own, so that what is read next was written before the lock was had: two refreshes
# with one token take turns and give one answer.
LOCK = "select 1 from session where id = (select session from refresh_token where token_hash = $1) for update"

READ = """
select refresh_token.session, refresh_token.used_at, refresh_token.answer_sealed,
       session.account, session.device, account.number, successor.used_at is not null as successor_used
from refresh_token
join session on session.id = refresh_token.session
join account on account.id = session.account
left join refresh_token successor on successor.token_hash = refresh_token.successor_hash
where refresh_token.token_hash = $1 and session.ended_at is null and session.expires_at > $2
"""


class Opened(msgspec.Struct):
    """A session as it is handed out: what the body says, and the tokens that a browser's cookies carry."""

    session: schemas.Session
    session_cookie: str | None = None
    device_cookie: str | None = None


async def open_session(
    account: uuid.UUID,
    device: uuid.UUID,
    device_token: str,
    kind: Literal["token", "cookie"],
    settings: Settings,
) -> Opened:
    """A new session of `account` on `device`; needs an open transaction."""
    now = clock.now()
    expires_at = now + (BROWSER_LIFETIME if kind == "cookie" else app_lifetime(settings))
    session = Session(id=new_id(), account=account, device=device, created_at=now, expires_at=expires_at)
    if kind == "cookie":
        cookie = make_token()
        session.token_hash = hash_token(cookie)
        await session.save()
        return Opened(schemas.Session(expires_at=expires_at), cookie, device_token)
    await session.save()
    async with db.connection() as connection:
        number = await connection.fetchval("select number from account where id = $1", account)
    answer = await _hand_out(account, number, session.id, now, settings)
    answer.device_token = device_token
    return Opened(answer)


async def refresh(token: str, settings: Settings) -> schemas.Session:
    """The next tokens of an app's session.

    Each refresh token works once. The one just used gives the same answer again for 30 seconds, as long as
    what it gave is unused: its answer was lost. Any other used token means that somebody holds a copy: the
    session ends for both (RFC 9700, 4.14.2), and its owner is told at the next sign-in. RefreshRefused in
    every other case.
    """
    async with db.transaction():
        answer = await _exchange(token, settings)
    if answer is None:
        raise RefreshRefused
    return answer


async def end_session(resident: actors.Resident) -> None:
    """Sign out: the session's tokens stop at once."""
    await Session.update({Session.ended_at: clock.now(), Session.ended_because: "signed-out"}).where(
        (Session.id == resident.session) & Session.ended_at.is_null()
    )


def app_lifetime(settings: Settings) -> timedelta:
    """How long an app's session lives on without being refreshed."""
    return timedelta(days=settings.refresh_token_days)


async def _exchange(token: str, settings: Settings) -> schemas.Session | None:
    now, token_hash = clock.now(), hash_token(token)
    async with db.connection() as connection:
        await connection.execute(LOCK, token_hash)
        row = await connection.fetchrow(READ, token_hash, now)
    if row is None:
        return None
    if row["used_at"] is not None:
        is_lost_answer = not row["successor_used"] and now < row["used_at"] + REPEAT_WITHIN
        if is_lost_answer and row["answer_sealed"] is not None:
            text = unseal(row["answer_sealed"], field="refresh_token.answer")
            return msgspec.json.decode(text, type=schemas.Session)
        await Session.update({Session.ended_at: now, Session.ended_because: "token-used-twice"}).where(
            Session.id == row["session"]
        )
        return None
    answer = await _hand_out(row["account"], row["number"], row["session"], now, settings)
    await _mark_used(token_hash, answer, now)
    await _stay_signed_in(row["session"], row["device"], now, answer.expires_at)
    return answer


async def _hand_out(
    account: uuid.UUID, number: int, session: uuid.UUID, now: datetime, settings: Settings
) -> schemas.Session:
    """A signed access token and a new refresh token of `session`."""
    expires_at = now + app_lifetime(settings)
    access_expires_at = now + timedelta(seconds=settings.access_token_seconds)
    claims = {
        "aud": AUDIENCE,
        "sub": str(account),
        "num": number,
        "sid": str(session),
        "iat": int(now.timestamp()),
        "exp": int(access_expires_at.timestamp()),
    }
    token = make_token()
    await RefreshToken.insert(RefreshToken(token_hash=hash_token(token), session=session, created_at=now))
    return schemas.Session(
        expires_at=expires_at,
        access_token=keys.sign_token("access-token", claims),
        access_expires_at=access_expires_at.replace(microsecond=0),
        refresh_token=token,
        refresh_expires_at=expires_at,
    )


async def _mark_used(token_hash: bytes, answer: schemas.Session, now: datetime) -> None:
    sealed = seal(msgspec.json.encode(answer).decode(), field="refresh_token.answer")
    successor = hash_token(answer.refresh_token or "")
    await RefreshToken.update(
        {
            RefreshToken.used_at: now,
            RefreshToken.successor_hash: successor,
            RefreshToken.answer_sealed: sealed,
        }
    ).where(RefreshToken.token_hash == token_hash)


async def _stay_signed_in(session: uuid.UUID, device: uuid.UUID, now: datetime, expires_at: datetime) -> None:
    async with db.connection() as connection:
        await connection.execute("update session set expires_at = $2 where id = $1", session, expires_at)
        await connection.execute("update device set last_seen_at = $2 where id = $1", device, now)
