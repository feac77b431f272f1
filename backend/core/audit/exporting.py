"""Signed heads outside the database: a file to which lines are only ever added, for carrying away.

Whoever could rewrite the database cannot rewrite what has been carried away from this file.
"""

import fcntl
import os
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import asyncpg
import msgspec
import structlog

from backend.core import db
from backend.core.audit.chain import Head, encode

ROWS = 10_000
# More than a head's line is ever long.
TAIL_BYTES = 8_192
HEADS = "select sequence, hash, at, jws from audit_head where sequence > $1 order by sequence limit $2"
HASH = "select hash from audit_head where sequence = $1"

events = structlog.get_logger()


def file_in(folder: Path) -> Path:
    """Where the export of a city lies whose data are in `folder`."""
    return folder / "audit" / "heads.jsonl"


async def export(folder: Path) -> int:
    """Append the heads that are not in the export yet; returns how many. One process at a time does.

    None are when the last one in the export is not in the database: that is logged, and `check` tells more.
    """
    file = file_in(folder)
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a+b") as lines:
        try:
            fcntl.flock(lines, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return 0
        return await _append(file, lines)


async def _append(file: Path, lines: BinaryIO) -> int:
    last = last_head(file)
    async with db.connection() as connection:
        known = await connection.fetchval(HASH, last.sequence) if last else None
        rows = await connection.fetch(HEADS, last.sequence if last else 0, ROWS)
    if last and (known is None or encode(known) != last.hash):
        events.error("audit.not_exported", broken=f"the head at entry {last.sequence} is another one now")
        return 0
    if not rows:
        return 0
    # A line that was cut off when the power went stays alone.
    start = b"" if _ends_well(lines) else b"\n"
    lines.write(start + b"".join(msgspec.json.encode(_view(row)) + b"\n" for row in rows))
    lines.flush()
    os.fsync(lines.fileno())
    return len(rows)


class Exported:
    """An export, read beside the chain: as it was when the check began, in flat memory."""

    def __init__(self, file: Path) -> None:
        size = file.stat().st_size if file.exists() else 0
        last = last_head(file)
        self.last = last.sequence if last else 0
        self._heads = read_export(file, 0, size)
        self.ahead: Head | None = next(self._heads, None)

    def until(self, sequence: int) -> Iterator[Head]:
        """The next heads, up to the one of entry `sequence`."""
        while self.ahead is not None and self.ahead.sequence <= sequence:
            yield self.ahead
            self.ahead = next(self._heads, None)


def last_head(file: Path) -> Head | None:
    """The last head that the export tells of; None without one."""
    size = file.stat().st_size if file.exists() else 0
    for start in (max(0, size - TAIL_BYTES), 0):
        last = deque(read_export(file, start, size), maxlen=1)
        if last:
            return last[0]
    return None


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
