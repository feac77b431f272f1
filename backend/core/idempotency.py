"""Writes that may be sent twice and happen once."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Annotated, TypeVar

import msgspec
from litestar.params import HeaderParameter

from backend.core import clock, db
from backend.core.problems import Problem
from backend.core.sealing import blind_index

KEEP_HOURS = 48

T = TypeVar("T")

Key = Annotated[
    str,
    HeaderParameter(
        name="Idempotency-Key",
        pattern=r"^[A-Za-z0-9_-]{8,64}$",
        description="New for each thing wanted; a repeated request gives the first answer again.",
    ),
]


class IdempotencyKeyReused(Problem):
    """The idempotency key was used for another request before."""

    status = 422
    zh = "这次提交和之前的一次冲突了，请刷新页面后再试。"
    en = "This clashes with an earlier request. Please reload the page and try again."


async def once(actor: str, key: str, request: object, type_: type[T], work: Callable[[], Awaitable[T]]) -> T:
    """The answer of `work()`, done once for (`actor`, `key`) and given again when `request` is repeated.

    The answer is stored in the transaction that does the work; two at once wait for each other.
    The same key with another request is IdempotencyKeyReused. Requests hold phone numbers, which a plain hash
    would give away, so what is kept of one is a keyed index.
    """
    said = msgspec.json.encode(request, order="deterministic").decode()
    fingerprint = blind_index(said, field="idempotency.fingerprint")
    async with db.transaction(), db.connection() as connection:
        claimed = await connection.fetchval(
            "insert into idempotency (actor, key, fingerprint, created_at) values ($1, $2, $3, $4)"
            " on conflict (actor, key) do nothing returning true",
            actor, key, fingerprint, clock.now(),
        )  # fmt: skip
        if claimed:
            answer = await work()
            await connection.execute(
                "update idempotency set answer = $3 where actor = $1 and key = $2",
                actor, key, msgspec.json.encode(answer).decode(),
            )  # fmt: skip
            return answer
        row = await connection.fetchrow(
            "select fingerprint, answer from idempotency where actor = $1 and key = $2", actor, key
        )
    if row is None or row["fingerprint"] != fingerprint:
        raise IdempotencyKeyReused
    return msgspec.json.decode(row["answer"], type=type_)


async def forget() -> int:
    """Remove answers older than 48 hours; returns how many."""
    async with db.connection() as connection:
        done = await connection.execute(
            "delete from idempotency where created_at < $1", clock.now() - timedelta(hours=KEEP_HOURS)
        )
    return int(done.split()[-1])
