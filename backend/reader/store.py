"""What a reader keeps, in SQLite: whatever was committed is still there after the power went."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from backend.reader.problems import FolderUnusable

VERSION = 1
BUSY_SECONDS = 5

SCHEMA = """
create table note (name text primary key, said blob not null) strict, without rowid;
create table status_list (
    kid integer, shard integer, version integer not null, bits blob not null, primary key (kid, shard)
) strict, without rowid;
create table use (
    cid blob primary key, slot integer not null, counter integer not null, day text not null,
    shows integer not null, until integer not null
) strict, without rowid;
create table challenge (nonce blob primary key, made_at real not null) strict, without rowid;
create table evidence (
    sequence integer primary key, at integer not null, verdict text not null, degraded integer not null,
    code text not null, link blob not null
) strict;
"""

T = TypeVar("T")


class Store:
    """One reader's database; each thread has a connection of its own."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()
        try:
            self._prepare()
        except sqlite3.Error:
            raise FolderUnusable from None

    @property
    def connection(self) -> sqlite3.Connection:
        """This thread's connection; outside of `transaction` each statement stands for itself."""
        found: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if found is None:
            found = sqlite3.connect(self._path, timeout=BUSY_SECONDS, isolation_level=None)
            found.execute("pragma synchronous = full")
            self._local.connection = found
        return found

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All of the block or nothing of it, and on the disk when it ends."""
        connection = self.connection
        connection.execute("begin immediate")
        try:
            yield connection
        except BaseException:
            connection.execute("rollback")
            raise
        connection.execute("commit")

    def read(self, name: str, type_: type[T]) -> T | None:
        """The note `name`, or None."""
        row = self.connection.execute("select said from note where name = ?", (name,)).fetchone()
        return None if row is None else msgspec.json.decode(row[0], type=type_)

    def write(self, name: str, said: Any) -> None:
        """Keep the note `name` in place of what it said before."""
        self.connection.execute(
            "insert into note values (?1, ?2) on conflict do update set said = excluded.said",
            (name, msgspec.json.encode(said)),
        )

    def close(self) -> None:
        """Let go of this thread's connection."""
        found: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if found is not None:
            found.close()
            del self._local.connection

    def _prepare(self) -> None:
        self.connection.execute("pragma journal_mode = wal")
        (version,) = self.connection.execute("pragma user_version").fetchone()
        if version == VERSION:
            return
        if version:
            raise FolderUnusable
        with self.transaction() as connection:
            for statement in SCHEMA.split(";\n"):
                connection.execute(statement)
            connection.execute(f"pragma user_version = {VERSION}")
