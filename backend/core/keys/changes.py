"""How the set of signing keys changes: one process at a time, all or nothing."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TypeAlias

import asyncpg
import structlog

from backend.core import clock, db
from backend.core.keys.schemas import ALGORITHM, PURPOSES, KeyRecord, Purpose, State
from backend.core.keys.secrets import make_secret
from backend.core.problems import NotFound, Problem

# Verifiers keep the key set for five minutes: a key is published for twice as long before it signs.
PUBLISHED_BEFORE_USE = timedelta(minutes=10)
ADVISORY_LOCK = 0x59494D4B  # "YIMK"
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"

events = structlog.get_logger()


class KeyNotPublishedLongEnough(Problem):
    """The next key has not been published for ten minutes, so verifiers may not know it yet."""

    zh = "新密钥公布未满十分钟，请稍后再轮换。"
    en = "The next key was published less than ten minutes ago. Please rotate a little later."


async def ensure() -> None:
    """Make the keys that are missing: each purpose has one that signs and one that is announced."""
    async with _changing() as connection:
        rows = await connection.fetch(
            "select purpose, state from signing_key where state in ('next', 'current')"
        )
        there = {(row["purpose"], row["state"]) for row in rows}
        for purpose in PURPOSES:
            if (purpose, "current") not in there:
                await _make(connection, purpose, "current")
            if (purpose, "next") not in there:
                await _make(connection, purpose, "next")


async def rotate(purpose: Purpose, *, force: bool = False) -> str:
    """Let the announced key of `purpose` sign from now on and announce a new one; returns the signer's id.

    KeyNotPublishedLongEnough unless the key was announced ten minutes ago; `force` is for a key that leaked.
    """
    now = clock.now()
    async with _changing() as connection:
        row = await connection.fetchrow(
            "select kid, created_at from signing_key where purpose = $1 and state = 'next'", purpose
        )
        if row is None:
            raise NotFound
        if not force and row["created_at"] > now - PUBLISHED_BEFORE_USE:
            raise KeyNotPublishedLongEnough(published_at=row["created_at"])
        await connection.execute(
            "update signing_key set state = 'retired', retired_at = $2"
            " where purpose = $1 and state = 'current'",
            purpose, now,
        )  # fmt: skip
        await _promote(connection, purpose)
    kid: str = row["kid"]
    events.info("keys.rotated", purpose=purpose, kid=kid)
    return kid


async def revoke(kid: str) -> None:
    """Let nothing that `kid` signed verify any more; was it the signer, the announced key signs at once."""
    async with _changing() as connection:
        row = await connection.fetchrow("select purpose, state from signing_key where kid = $1", kid)
        if row is None:
            raise NotFound
        await connection.execute(
            "update signing_key set state = 'revoked', revoked_at = coalesce(revoked_at, $2) where kid = $1",
            kid, clock.now(),
        )  # fmt: skip
        if row["state"] == "current":
            await _promote(connection, row["purpose"])
        elif row["state"] == "next":
            await _make(connection, row["purpose"], "next")
    events.info("keys.revoked", kid=kid)


async def list_keys() -> list[KeyRecord]:
    """Every key there ever was, by purpose and age, without its private part."""
    async with db.connection() as connection:
        rows = await connection.fetch(
            "select kid, purpose, state, created_at, current_at, retired_at, revoked_at"
            " from signing_key order by purpose, created_at, kid"
        )
    return [KeyRecord(**row) for row in rows]


@asynccontextmanager
async def _changing() -> AsyncIterator[Connection]:
    """A transaction that alone changes keys."""
    async with db.transaction(), db.connection() as connection:
        await connection.execute("select pg_advisory_xact_lock($1)", ADVISORY_LOCK)
        yield connection


async def _promote(connection: Connection, purpose: Purpose) -> None:
    await connection.execute(
        "update signing_key set state = 'current', current_at = $2 where purpose = $1 and state = 'next'",
        purpose, clock.now(),
    )  # fmt: skip
    await _make(connection, purpose, "next")


async def _make(connection: Connection, purpose: Purpose, state: State) -> None:
    """A new key; ids count up, because short ones keep the QR code small and none may ever come again."""
    kid = short(await connection.fetchval("select nextval('signing_key_number')"))
    public, sealed = make_secret(kid)
    now = clock.now()
    await connection.execute(
        "insert into signing_key"
        " (kid, purpose, algorithm, state, public, private_sealed, created_at, current_at)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8)",
        kid, purpose, ALGORITHM, state, public, sealed, now, now if state == "current" else None,
    )  # fmt: skip


def short(number: int) -> str:
    """The id of the key numbered `number`: base 36."""
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = DIGITS[digit] + digits
    return digits
