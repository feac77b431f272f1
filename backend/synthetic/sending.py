"""Handing the made-up city in, as its departments would: batch by batch, through the one door."""

from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, date, datetime
from typing import Any

import msgspec

from backend.core.actors import Department, Resident
from backend.core.settings import Settings
from backend.registers.schemas.intake import NewKey
from backend.registers.service import (
    Sent,
    authenticate_department,
    find_register,
    make_key,
    take_in,
)
from backend.synthetic.facts import household_rows
from backend.synthetic.firms import firm_rows, make_firm
from backend.synthetic.people import Maker

Row = dict[str, Any]

BATCH_ROWS = 50_000
PEOPLE_PER_FIRM = 20
# What a key may send in a day: more than any city that is made up.
ROWS_A_DAY = 50_000_000
CALLS_A_DAY = 100_000


class Told(msgspec.Struct):
    """What became of it: people, firms, rows that were handed in, and those that said something new."""

    people: int = 0
    firms: int = 0
    rows: int = 0
    new: int = 0


async def send_city(operator: Resident, settings: Settings, people: int, seed: int, today: date) -> Told:
    """Hand in a city of so many people. The same seed and day again change nothing."""
    told, sender = Told(), Sender(operator, settings, seed, today)
    for register, row in city_rows(told, people, seed, today):
        await sender.add(register, row)
    told.rows, told.new = await sender.finish()
    return told


def city_rows(told: Told, people: int, seed: int, today: date) -> Iterator[tuple[str, Row]]:
    """Every row of the city."""
    for home in Maker(seed, today).households(people):
        number = told.people // PEOPLE_PER_FIRM
        firm = make_firm(seed, number)
        told.people += len(home.people)
        if told.people // PEOPLE_PER_FIRM > number:
            told.firms += 1
            yield from firm_rows(seed, firm, home.adults[0], today)
        yield from household_rows(seed, home, firm, today)


class Sender:
    """Gathers rows by register and hands a batch in when it is full."""

    def __init__(self, operator: Resident, settings: Settings, seed: int, today: date) -> None:
        self._operator, self._settings = operator, settings
        self._as_of = datetime(today.year, today.month, today.day, tzinfo=UTC)
        self._name = f"synthetic-{seed}-{today:%Y%m%d}"
        self._waiting: dict[str, list[bytes]] = defaultdict(list)
        self._batches: dict[str, int] = defaultdict(int)
        self._keys: dict[str, Department] = {}
        self._rows = self._new = 0

    async def add(self, register: str, row: Row) -> None:
        """One more row."""
        said = {name: value for name, value in row.items() if value is not None} | {"as_of": self._as_of}
        self._waiting[register].append(msgspec.json.encode(said))
        if len(self._waiting[register]) >= BATCH_ROWS:
            await self._send(register)

    async def finish(self) -> tuple[int, int]:
        """Hand in what waits; gives how many rows there were in all, and how many were new."""
        for register in list(self._waiting):
            if self._waiting[register]:
                await self._send(register)
        return self._rows, self._new

    async def _send(self, register: str) -> None:
        rows, self._waiting[register] = self._waiting[register], []
        self._batches[register] += 1
        key = f"{self._name}-{self._batches[register]}-{len(rows)}"[-64:]
        sent = Sent("application/x-ndjson", "", _chunks(rows))
        department = await self._key(find_register(register).department)
        answer = await take_in(department, register, sent, f"{register}-{key}"[-64:], self._settings)
        self._rows += answer.received
        self._new += answer.created + answer.changed

    async def _key(self, department: str) -> Department:
        """The key that hands in for `department`, made at the first batch."""
        if department not in self._keys:
            wanted = NewKey("synthetic", rows_a_day=ROWS_A_DAY, calls_a_day=CALLS_A_DAY)
            made = await make_key(self._operator, department, wanted, f"synthetic-{department}")
            found = await authenticate_department(made.secret)
            if found is None:
                raise RuntimeError(f"the key of {department} was ended")
            self._keys[department] = found
        return self._keys[department]


async def _chunks(rows: list[bytes]) -> AsyncIterator[bytes]:
    for place in range(0, len(rows), 1_000):
        yield b"\n".join(rows[place : place + 1_000]) + b"\n"
