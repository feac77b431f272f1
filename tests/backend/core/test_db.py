"""Transactions hold together, also inside each other."""

import asyncio

import asyncpg
import pytest

from backend.core import db, idempotency
from backend.core.idempotency import IdempotencyKeyReused

pytestmark = pytest.mark.usefixtures("clean")


INSERT = "insert into limit_count (scope, key, window_start, used, ends_at) values ($1, '', now(), 1, now())"


async def insert(scope: str) -> None:
    async with db.connection() as connection:
        await connection.execute(INSERT, scope)


async def insert_and_fail(scope: str, inner: str | None = None) -> None:
    async with db.transaction():
        await insert(scope)
        if inner:
            async with db.transaction():
                await insert(inner)
        raise ValueError(scope)


async def stored() -> list[str]:
    async with db.connection() as connection:
        rows = await connection.fetch("select scope from limit_count order by scope")
    return [row["scope"] for row in rows]


async def test_a_failed_inner_transaction_undoes_only_itself() -> None:
    async with db.transaction():
        await insert("outer")
        with pytest.raises(ValueError, match="inner"):
            await insert_and_fail("inner")
    assert await stored() == ["outer"]


async def test_a_failed_outer_transaction_undoes_everything() -> None:
    with pytest.raises(ValueError, match="outer"):
        await insert_and_fail("outer", "inner")
    assert await stored() == []


async def test_a_connection_that_dies_in_a_transaction_leaves_the_pool_whole() -> None:
    for _ in range(db.POOL_SIZE + 2):
        with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError, ConnectionError)):
            async with db.transaction(), db.connection() as connection:
                await connection.execute("select pg_terminate_backend(pg_backend_pid())")
    await insert("after")
    assert await stored() == ["after"]


async def test_repeated_requests_do_their_work_once_even_at_the_same_time() -> None:
    done: list[int] = []

    async def work() -> int:
        done.append(1)
        await insert("work")
        return len(done)

    answers = await asyncio.gather(*[idempotency.once("a", "k1", {"x": 1}, int, work) for _ in range(5)])
    assert set(answers) == {1}
    assert len(done) == 1
    with pytest.raises(IdempotencyKeyReused):
        await idempotency.once("a", "k1", {"x": 2}, int, work)
    assert await idempotency.once("b", "k1", {"x": 2}, int, lambda: _answer(7)) == 7


async def _answer(value: int) -> int:
    return value


async def test_work_that_fails_leaves_its_key_free() -> None:
    async def fail() -> int:
        raise ValueError("not now")

    with pytest.raises(ValueError, match="not now"):
        await idempotency.once("a", "k1", {}, int, fail)
    assert await idempotency.once("a", "k1", {}, int, lambda: _answer(3)) == 3
