"""Handing the made-up city in, as its departments would: batch by batch, through the one door."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import date, datetime, time
from typing import Any

import msgspec

from backend.core import clock
from backend.core.actors import Department, Resident
from backend.core.ids import new_id
from backend.core.settings import Settings
from backend.registers.schemas.intake import Intake, NewKey
from backend.registers.service import (
    Sent,
    authenticate_department,
    end_key,
    find_register,
    make_key,
    take_in,
)

Row = dict[str, Any]

BATCH_ROWS = 50_000
CHUNK_ROWS = 1_000
# One is sealed here while the database takes the other.
BATCHES_AT_ONCE = 2
# What a key may send in a day: more than any city that is made up.
ROWS_A_DAY = 50_000_000
CALLS_A_DAY = 100_000


class Sender:
    """Every department's system in one, with keys that end with it."""

    def __init__(self, operator: Resident, settings: Settings, day: date) -> None:
        self.received = self.new = 0
        self._operator, self._settings = operator, settings
        # Midnight of another clock might not have come yet.
        self._as_of = datetime.combine(day, time(), clock.SHANGHAI)
        self._keys: dict[str, Department] = {}
        self._room = asyncio.Semaphore(BATCHES_AT_ONCE)

    async def send(self, rows: Iterable[tuple[str, Row]]) -> None:
        """Hand in all of `rows`, of whatever registers, as of the day; counts what came and what was new."""
        try:
            async with asyncio.TaskGroup() as sending:
                for register, lines in batches(rows, self._as_of):
                    await self._room.acquire()
                    key = await self._key(find_register(register).department)
                    sending.create_task(self._hand_in(key, register, lines))
        finally:
            for department, key in self._keys.items():
                await end_key(self._operator, department, key.key)

    async def _hand_in(self, key: Department, register: str, lines: list[bytes]) -> None:
        try:
            sent = Sent("application/x-ndjson", "", _chunks(lines))
            answer: Intake = await take_in(key, register, sent, new_id().hex, self._settings)
        finally:
            self._room.release()
        self.received += answer.received
        self.new += answer.created + answer.changed

    async def _key(self, department: str) -> Department:
        """The key that hands in for `department`, made at the first batch."""
        if department not in self._keys:
            wanted = NewKey("synthetic", rows_a_day=ROWS_A_DAY, calls_a_day=CALLS_A_DAY)
            made = await make_key(self._operator, department, wanted, new_id().hex)
            found = await authenticate_department(made.secret)
            if found is None:
                raise RuntimeError(f"the key of {department} was ended")
            self._keys[department] = found
        return self._keys[department]


def batches(rows: Iterable[tuple[str, Row]], as_of: datetime) -> Iterator[tuple[str, list[bytes]]]:
    """The rows as JSON lines, gathered by register; a batch is given when it is full, the rest at the end."""
    waiting: dict[str, list[bytes]] = defaultdict(list)
    encode = msgspec.json.Encoder().encode
    for register, row in rows:
        said = {name: value for name, value in row.items() if value is not None} | {"as_of": as_of}
        waiting[register].append(encode(said))
        if len(waiting[register]) >= BATCH_ROWS:
            yield register, waiting.pop(register)
    yield from waiting.items()


async def _chunks(lines: list[bytes]) -> AsyncIterator[bytes]:
    for place in range(0, len(lines), CHUNK_ROWS):
        yield b"\n".join(lines[place : place + CHUNK_ROWS]) + b"\n"
