"""A city in which nothing but the people of a scenario's examples live, and its days."""

import hashlib
import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import msgspec

from backend.core import clock
from backend.registers.service import registers
from backend.reminders.rules.occasions import plan
from backend.reminders.schemas.scenario import Example, Scenario
from backend.reminders.service.examples.evaluating import occasions
from backend.reminders.service.examples.worlds import Row, World, make_world
from backend.reminders.service.sweeping import sweep
from backend.reminders.service.whereabouts import main_register
from backend.workdays.service import calendar

Connection = "asyncpg.Connection[asyncpg.Record]"
DAY = timedelta(days=1)

SUBJECT = """
insert into subject (id, kind, index, identifier_sealed, created_at)
select id, kind, sha256(uuid_send(id)), '\\x00', now() from unnest($1::uuid[], $2::text[]) as given (id, kind)
on conflict do nothing
"""
RECORD = """
insert into record (id, version, register, source, external_id, subject, related, facts, digest, valid_from,
    valid_to, as_of, received_at)
select id, 1, register, 'example', id::text, subject, related, facts, '\\x00', valid_from, valid_to,
    timestamptz '2020-01-01' + place * interval '1 day', now()
from unnest($1::uuid[], $2::text[], $3::uuid[], $4::uuid[], $5::jsonb[], $6::date[], $7::date[], $8::int[])
    as given (id, register, subject, related, facts, valid_from, valid_to, place)
"""
GONE = "delete from record where subject = any($1::uuid[]) or related = any($1::uuid[])"
ACCOUNT = """
insert into account (id, phone_sealed, phone_index, created_at) values ($1, 'x', sha256(uuid_send($1)), now())
on conflict do nothing
"""
APPLICATION = """
insert into application (id, number, service, account, subject, department, division, state, version,
    answers_sealed, submitted_at, created_at, updated_at)
values ($1, left(md5($1::uuid::text), 16), $2, $3, $3, 'x', '131000', 'submitted', 1, 'x', $4, $4, $4)
on conflict do nothing
"""
TOLD = "select id, person from reminder where scenario = $1"


class Life:
    """One example in the database: who they are, and what is so of them on a day."""

    def __init__(self, name: str, scenario: Scenario, example: Example) -> None:
        self.scenario, self.example, self._name = scenario, example, name
        self.told: list[date] = []
        self.subjects: set[uuid.UUID] = set()

    def id_of(self, *parts: object) -> uuid.UUID:
        """The id of somebody or something in it."""
        text = "/".join(map(str, (self._name, self.example.title, *parts)))
        return uuid.UUID(bytes=hashlib.sha256(text.encode()).digest()[:16])

    def turns(self) -> set[date]:
        """The days on which something becomes different."""
        example = self.example
        return {example.days.first, example.days.last + DAY} | {change.on for change in example.then}

    def days(self) -> set[date]:
        """The days that are swept: those of steps, of changes, of what is expected; and each day after."""
        first, last = self.example.days.first, self.example.days.last
        told = set(self.turns()) | set(self.example.reminders) | set(self._step_days())
        return {day for one in told for day in (one, one + DAY) if first <= day <= last} | {first, last}

    def _step_days(self) -> Iterator[date]:
        first, last = self.example.days.first, self.example.days.last
        for turn in self.turns():
            for row in make_world(self.scenario, self.example, turn).rows:
                if row.register == main_register(self.scenario):
                    for occasion in occasions(self.scenario, row, first, last):
                        yield from filter(None, plan(self.scenario.steps, occasion, calendar()))

    async def turn(self, connection: Any, day: date) -> None:
        """Bring the database to what is so on `day`."""
        await connection.execute(GONE, list(self.subjects))
        if self.example.days.first <= day <= self.example.days.last:
            world = make_world(self.scenario, self.example, day)
            await self.write(connection, world)
            for service in world.applied:
                await self.apply(connection, service, world, day)

    async def write(self, connection: Any, world: World) -> None:
        """Let its people and things live in the database."""
        kinds = {}
        for row in world.rows:
            one = registers()[row.register]
            kinds[self.id_of(row.subject)] = one.subject
            if row.related is not None and one.related is not None:
                kinds[self.id_of(row.related)] = one.related.kind
        self.subjects |= kinds.keys()
        await connection.execute(SUBJECT, list(kinds), list(kinds.values()))
        columns = zip(*map(self._record, world.rows), strict=True)
        await connection.execute(RECORD, *map(list, columns))

    def _record(self, row: Row) -> tuple[Any, ...]:
        facts = {name: value for name, value in row.facts.items() if name not in ("valid_from", "valid_to")}
        return (
            self.id_of(row.register, row.subject, row.place),
            row.register,
            self.id_of(row.subject),
            self.id_of(row.related) if row.related else None,
            msgspec.json.encode(facts).decode(),
            row.facts.get("valid_from"),
            row.facts.get("valid_to"),
            row.place,
        )

    async def apply(self, connection: Any, service: str, world: World, day: date) -> None:
        """Let everybody in it have applied for a service."""
        everybody = {row.subject for row in world.rows} | {row.related for row in world.rows} - {None}
        at = clock.now().replace(year=day.year, month=day.month, day=1)
        for one in everybody:
            subject = self.id_of(one)
            await connection.execute(ACCOUNT, subject)
            await connection.execute(APPLICATION, self.id_of(one, service), service, subject, at)


async def let_days_pass(connection: Any, name: str, scenario: Scenario) -> dict[str, list[date]]:
    """The days on which the people of each example were told something, by the example's title."""
    lives = [Life(name, scenario, example) for example in scenario.examples]
    seen: set[uuid.UUID] = set()
    for day in sorted(set().union(*(life.turns() | life.days() for life in lives))):
        for life in lives:
            if day in life.turns():
                await life.turn(connection, day)
        if await sweep(name, scenario, day):
            rows = [row for row in await connection.fetch(TOLD, name) if row["id"] not in seen]
            seen |= {row["id"] for row in rows}
            told = {row["person"] for row in rows}
            for life in lives:
                life.told += [day] if told & life.subjects else []
    return {life.example.title: life.told for life in lives}
