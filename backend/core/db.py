"""The database: one engine, one pool, and transactions that nest."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import asyncpg
from piccolo.engine.postgres import PostgresEngine


class Engine(PostgresEngine):
    """Piccolo's, which (1.38) asks a server on port 5432 for its version while this module is imported."""

    async def check_version(self) -> None:
        """Nothing: `config` names the server only later."""


# The build in the wheel has no uuid-ossp, and we need no extension.
DB = Engine(config={}, extensions=())

POOL_SIZE = 10
COMMAND_TIMEOUT_SECONDS = 30


@dataclass(frozen=True)
class _Open:
    """What Piccolo asks of the current transaction: the connection its queries run on.

    Piccolo's own transaction never gives a dead connection back to the pool (1.38), asyncpg's does.
    """

    connection: Any


@asynccontextmanager
async def connect(database_url: str, *, pool_size: int = POOL_SIZE) -> AsyncIterator[None]:
    """The pool of connections to `database_url`, as long as the block runs."""
    DB.config = {"dsn": database_url}
    await DB.start_connection_pool(
        min_size=1,
        max_size=pool_size,
        command_timeout=COMMAND_TIMEOUT_SECONDS,
        server_settings={"application_name": "yima", "timezone": "UTC"},
    )
    try:
        yield
    finally:
        await DB.close_connection_pool()


def pool() -> "asyncpg.Pool[asyncpg.Record]":
    """The running pool; its connections stand outside any open transaction of the caller."""
    if DB.pool is None:
        raise RuntimeError("the database is not connected")
    return DB.pool


@asynccontextmanager
async def transaction() -> AsyncIterator[None]:
    """All or nothing for every query in the block; inside another transaction, a savepoint."""
    outer = DB.current_transaction.get()
    if outer is not None:
        async with outer.connection.transaction():
            yield
        return
    async with pool().acquire() as connection, connection.transaction():
        token = DB.current_transaction.set(_Open(connection))  # type: ignore[arg-type]  # all that Piccolo uses
        try:
            yield
        finally:
            DB.current_transaction.reset(token)


@asynccontextmanager
async def connection() -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    """The open transaction's connection, or one from the pool, for set-based SQL."""
    current = DB.current_transaction.get()
    if current is not None:
        yield current.connection
        return
    async with pool().acquire() as fresh:
        yield fresh


def in_transaction() -> bool:
    """Whether a transaction is open here."""
    return DB.current_transaction.get() is not None
