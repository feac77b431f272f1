"""Readers' short tokens: earned by a signature of the reader's own key, each signature once."""

import uuid
from datetime import UTC, datetime, timedelta

import msgspec
import structlog

from backend.core import clock, db, keys, limits
from backend.core.actors import Reader
from backend.core.callers import address_block
from backend.places.errors import AssertionRefused, ReaderSuspended, wrong_clock
from backend.places.rules.reader_keys import Jwk
from backend.places.rules.signatures import (
    SKEW_SECONDS,
    Assertion,
    ClockError,
    SignatureError,
    Signed,
    is_short_lived,
    read_signed,
)
from backend.places.schemas.venues import AccessToken

AUDIENCE = "yima-reader"
# Guests of a library share its readers' address: what they get wrong must keep no reader from its token.
WRONG_PER_ADDRESS = 300
TOKENS_PER_READER = 60
WINDOW_SECONDS = 60

FIND_KEY = """
select reader_key.id, reader_key.jwk
from reader join reader_key on reader_key.id = reader.key where reader.id = $1
"""
USE_ONCE = """
insert into reader_assertion (jti, reader, expires_at) values ($1, $2, $3)
on conflict do nothing returning true
"""
SEEN = """
update reader set last_seen_at = $2 from reader_standing
where reader.id = $1 and reader_standing.reader = reader.id returning reader_standing.usable
"""

events = structlog.get_logger()


class ReaderToken(msgspec.Struct, frozen=True):
    """What a reader's token says; it counts only while `key` is the one that reader_standing names."""

    reader: uuid.UUID
    key: uuid.UUID
    expires_at: datetime


async def issue_token(reader: uuid.UUID, assertion: str, address: str, lifetime_seconds: int) -> AccessToken:
    """A token for `reader`; AssertionRefused unless its own key signed `assertion` just now, and once.

    ReaderSuspended while the reader, its venue or its organisation is suspended.
    """
    async with db.connection() as connection:
        row = await connection.fetchrow(FIND_KEY, reader)
    now = clock.now()
    try:
        claims = _check(assertion, row and row["jwk"], reader, now)
    except AssertionRefused:
        await _count("places.reader_token_wrong", address_block(address), WRONG_PER_ADDRESS)
        raise
    await _count("places.reader_token", str(reader), TOKENS_PER_READER)
    if not await _use(claims, now):
        raise ReaderSuspended
    expires_at = now + timedelta(seconds=lifetime_seconds)
    token = keys.sign_token(
        "reader-token",
        {"sub": str(reader), "key": str(row["id"]), "aud": AUDIENCE, "exp": int(expires_at.timestamp())},
    )
    return AccessToken(token, expires_at)


async def authenticate_reader(token: str) -> Reader | None:
    """The reader whose token this is, or None; one query, for the key it was earned with must be in use.

    A suspended reader is still itself: what it may do is for each use to say, by reader_standing.
    """
    claims = await read_reader_token(token)
    if claims is None:
        return None
    async with db.connection() as connection:
        known = await connection.fetchval(
            "select true from reader where id = $1 and key = $2", claims.reader, claims.key
        )
    return Reader(reader=claims.reader, key=claims.key) if known else None


async def read_reader_token(token: str) -> ReaderToken | None:
    """What a reader's token says, or None unless we signed it as one and it is not over; no query.

    For callers that keep the answer and check `key` and `usable` in their own statement.
    """
    claims = await keys.verify_token("reader-token", token, AUDIENCE)
    if claims is None:
        return None
    expires_at = datetime.fromtimestamp(claims["exp"], UTC)
    return ReaderToken(uuid.UUID(claims["sub"]), uuid.UUID(claims["key"]), expires_at)


async def read_signed_by(reader: Reader, token: str, type_: type[Signed]) -> Signed | None:
    """The claims that the reader's key signed just now, or None: another key, other claims, a wrong clock."""
    async with db.connection() as connection:
        jwk = await connection.fetchval("select jwk from reader_key where id = $1", reader.key)
    try:
        return read_signed(token, msgspec.json.decode(jwk, type=Jwk), type_, clock.now())
    except (ClockError, SignatureError):
        return None


async def forget_assertions() -> int:
    """Remove assertions that nobody would accept any more; returns how many."""
    async with db.connection() as connection:
        done = await connection.execute("delete from reader_assertion where expires_at < $1", clock.now())
    return int(done.split()[-1])


async def _count(scope: str, key: str, limit: int) -> None:
    await limits.count(scope, key, limit=limit, window_seconds=WINDOW_SECONDS)


def _check(assertion: str, jwk: str | None, reader: uuid.UUID, now: datetime) -> Assertion:
    if jwk is None:
        raise AssertionRefused
    try:
        claims = read_signed(assertion, msgspec.json.decode(jwk, type=Jwk), Assertion, now)
    except ClockError:
        raise wrong_clock(AssertionRefused, now) from None
    except SignatureError:
        raise AssertionRefused from None
    if not (claims.iss == claims.sub == reader and is_short_lived(claims)):
        raise AssertionRefused
    return claims


async def _use(claims: Assertion, now: datetime) -> bool:
    """Whether the reader may work; AssertionRefused when the assertion was used before."""
    # Nobody accepts it later than one skew after `iat`, which may lie one skew ahead.
    expires_at = now + timedelta(seconds=3 * SKEW_SECONDS)
    async with db.transaction(), db.connection() as connection:
        if not await connection.fetchval(USE_ONCE, claims.jti, claims.sub, expires_at):
            raise AssertionRefused
        return bool(await connection.fetchval(SEEN, claims.sub, now))
