"""Signed heads outside the database: a file to which lines are only ever added, for carrying away.

Whoever could rewrite the database cannot rewrite what has been carried away from this file.
"""

import fcntl
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import asyncpg
import msgspec

from backend.core import db
from backend.core.audit.chain import Head, encode

ROWS = 10_000
# More than a head's line is ever long.
TAIL_BYTES = 8_192
HEADS = "select sequence, hash, at, jws from audit_head where sequence > $1 order by sequence limit $2"


def file_in(folder: Path) -> Path:
    """Where the export of a city lies whose data are in `folder`."""
    return folder / "audit" / "heads.jsonl"


async def export(folder: Path) -> int:
    """Append the heads that are not in the export yet; returns how many. One process at a time does."""
    file = file_in(folder)
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a+b") as lines:
        try:
            fcntl.flock(lines, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return 0
        return await _append(file, lines)


async def _append(file: Path, lines: BinaryIO) -> int:
    async with db.connection() as connection:
        rows = await connection.fetch(HEADS, last_sequence(file), ROWS)
    if not rows:
        return 0
    # A line that was cut off when the power went stays alone.
    start = b"" if _ends_well(lines) else b"\n"
    lines.write(start + b"".join(msgspec.json.encode(_view(row)) + b"\n" for row in rows))
    lines.flush()
    os.fsync(lines.fileno())
    return len(rows)


class Exported:
    """The export, read beside the chain: as it was when the check began, in flat memory."""

    def __init__(self, folder: Path) -> None:
        file = file_in(folder)
        size = file.stat().st_size if file.exists() else 0
        self.last = last_sequence(file)
        self._heads = read_export(file, 0, size)
        self.ahead: Head | None = next(self._heads, None)

    def until(self, sequence: int) -> Iterator[Head]:
        """The next heads, up to the one of entry `sequence`."""
        while self.ahead is not None and self.ahead.sequence <= sequence:
            yield self.ahead
            self.ahead = next(self._heads, None)


def last_sequence(file: Path) -> int:
    """Up to which entry the export tells; 0 without one."""
    size = file.stat().st_size if file.exists() else 0
    found = 0
    for start in (max(0, size - TAIL_BYTES), 0):
        for head in read_export(file, start, size):
            found = head.sequence
        if found:
            break
    return found


def read_export(file: Path, start: int, end: int) -> Iterator[Head]:
    """The heads between two places in the export, as they stand there; a broken line is passed over."""
    if not file.exists():
        return
    with file.open("rb") as lines:
        lines.seek(start)
        while lines.tell() < end and (line := lines.readline(TAIL_BYTES)):
            try:
                yield msgspec.json.decode(line, type=Head)
            except msgspec.MsgspecError:
                continue


def _ends_well(lines: BinaryIO) -> bool:
    if lines.seek(0, os.SEEK_END) == 0:
        return True
    lines.seek(-1, os.SEEK_END)
    return lines.read(1) == b"\n"


def _view(row: asyncpg.Record) -> Head:
    return Head(row["sequence"], encode(row["hash"]), row["at"].isoformat(), row["jws"])
