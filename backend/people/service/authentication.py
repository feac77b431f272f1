"""Who a token belongs to, asked at every request, so that signing out and suspension work at once."""

import uuid
from datetime import timedelta

import asyncpg

from backend.core import actors, clock, db, keys
from backend.people.service.sessions import AUDIENCE, BROWSER_LIFETIME
from backend.people.service.tokens import hash_token

# A browser's session is prolonged at most once a day, so that reading stays reading.
PROLONG_EVERY = timedelta(days=1)

STANDING = """
select session.id, session.account, session.device, session.expires_at, account.number,
       account.suspension is not null as suspended,
       device.suspension is not null as device_suspended,
       account.born_on is not null and device.confirmed_at is not null and device.suspension is null
           as confirmed,
       exists (select from operator where operator.account = account.id) as is_operator
from session
join account on account.id = session.account
join device on device.id = session.device
where {condition} and session.ended_at is null and session.expires_at > $2
"""
BY_SESSION = STANDING.format(condition="session.id = $1 and session.token_hash is null")
BY_COOKIE = STANDING.format(condition="session.token_hash = $1")

PROLONG = """
with prolonged as (update session set expires_at = $3 where id = $1 returning device)
update device set last_seen_at = $2 where id = (select device from prolonged)
"""


async def authenticate_access_token(token: str) -> actors.Resident | None:
    """The resident whose access token this is, if it is one of ours, is in time, and its session lives."""
    claims = await keys.verify_token("access-token", token, AUDIENCE)
    if claims is None:
        return None
    try:
        session = uuid.UUID(claims["sid"])
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
    async with db.connection() as connection:
        row = await connection.fetchrow(BY_SESSION, session, clock.now())
    return None if row is None else _resident(row)


async def authenticate_cookie(token: str) -> actors.Resident | None:
    """The resident whose browser session this is, if it lives; using it keeps it alive."""
    now = clock.now()
    async with db.connection() as connection:
        row = await connection.fetchrow(BY_COOKIE, hash_token(token), now)
        if row is not None and row["expires_at"] < now + BROWSER_LIFETIME - PROLONG_EVERY:
            await connection.execute(PROLONG, row["id"], now, now + BROWSER_LIFETIME)
    return None if row is None else _resident(row)


def _resident(row: asyncpg.Record) -> actors.Resident:
    return actors.Resident(
        account=row["account"],
        number=row["number"],
        session=row["id"],
        device=row["device"],
        # What an operator may do is worth more than a phone and a text message.
        is_operator=row["is_operator"] and row["confirmed"] and not row["suspended"],
        suspended=row["suspended"],
        device_suspended=row["device_suspended"],
        confirmed=row["confirmed"],
    )
