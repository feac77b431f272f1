"""A condition over everybody: what we compile beside the same SQL written by hand."""

import time
from datetime import date

import asyncpg
import msgspec

from backend.conditions.schemas import Condition
from backend.registers.service import compile_population
from tests.bench.city import City

PEOPLE = 1_000_000
TARGET = 0.8
ROUNDS = 4
TODAY = date(2026, 11, 25)

# Of all people: one in thirty has a disability, one in fifty is poor, and everybody was born some day.
FILL = """
insert into subject (id, kind, index, identifier_sealed, created_at)
select gen_random_uuid(), 'resident', sha256(('bench' || n)::bytea), '\\x00', now()
from generate_series(1, $1::int) as n
"""
RECORDS = """
insert into record (id, version, register, source, external_id, subject, facts, digest, as_of, received_at)
select gen_random_uuid(), 1, $1, 'bench', 'bench-' || row_number() over (), id, {facts}, '\\x00', now(), now()
from (select id, row_number() over (order by id) as n from subject where kind = 'resident') as person
where n % {share} = 0
"""
FACTS = {
    "population": (
        1,
        "jsonb_build_object('birth_date', date '1925-01-01' + (n * 7919 % 36500)::int)",
    ),
    "disability": (30, "jsonb_build_object('grade', 1 + n % 4)"),
    "low-income": (50, "jsonb_build_object('grade', (array['minimum', 'edge', 'destitute'])[1 + n % 3])"),
}
CONDITION = msgspec.convert(
    {
        "all": [
            {"fact": "population.birth_date", "is": "at-or-before", "date": {"from": "today", "years": -60}},
            {"not": {"fact": "population.deceased_on", "is": "present"}},
            {
                "any": [
                    {"fact": "disability.grade", "is": "at-most", "value": 2},
                    {"fact": "low-income.grade", "is": "one-of", "value": ["minimum", "destitute"]},
                ]
            },
        ]
    },
    Condition,
)
BY_HAND = """
select person.id from subject as person
join (select distinct on (subject) subject, facts from record
      where register = 'population' and superseded_at is null and not deleted
      order by subject, valid_from desc nulls last, as_of desc, id desc) as born on born.subject = person.id
left join (select distinct on (subject) subject, facts from record
      where register = 'disability' and superseded_at is null and not deleted
      order by subject, valid_from desc nulls last, as_of desc, id desc) as disabled
    on disabled.subject = person.id
left join (select distinct on (subject) subject, facts from record
      where register = 'low-income' and superseded_at is null and not deleted
      order by subject, valid_from desc nulls last, as_of desc, id desc) as poor on poor.subject = person.id
where person.kind = 'resident' and (born.facts ->> 'birth_date')::date <= $1::date - interval '60 years'
    and born.facts ->> 'deceased_on' is null
    and ((disabled.facts ->> 'grade')::int <= 2 or poor.facts ->> 'grade' in ('minimum', 'destitute'))
"""


class Asked(msgspec.Struct):
    """How long both took at best, over how many people, and how many were found."""

    name: str
    ratio: float
    seconds: float
    seconds_by_hand: float
    people: int
    found: int


async def ask(city: City) -> list[Asked]:
    """Time both in turns, in one city."""
    sql, parameters = compile_population(CONDITION, TODAY)
    connection = await asyncpg.connect(city.settings.database_url)
    try:
        await _fill(connection)
        found: set[int] = set()
        ours, by_hand = [], []
        for _ in range(ROUNDS):
            ours.append(await _time(connection, found, sql, *parameters))
            by_hand.append(await _time(connection, found, BY_HAND, TODAY))
        if len(found) != 1:
            raise SystemExit(f"They found different people: {sorted(found)}.")
    finally:
        await connection.close()
    asked = Asked(
        "condition-sql",
        round(min(by_hand) / min(ours), 3),
        round(min(ours), 3),
        round(min(by_hand), 3),
        PEOPLE,
        found.pop(),
    )
    print(
        f"{asked.name:16} {asked.ratio:6.3f} (≥ {TARGET})  {asked.seconds:.2f} s,"
        f" by hand {asked.seconds_by_hand:.2f} s;"
        f"  {asked.found} of {asked.people}"
    )
    return [asked]


async def _fill(connection: "asyncpg.Connection[asyncpg.Record]") -> None:
    await connection.execute(FILL, PEOPLE, timeout=600)
    for register, (share, facts) in FACTS.items():
        await connection.execute(RECORDS.format(share=share, facts=facts), register, timeout=600)
    await connection.execute("vacuum analyze record")
    await connection.execute("vacuum analyze subject")


async def _time(
    connection: "asyncpg.Connection[asyncpg.Record]", found: set[int], sql: str, *parameters: object
) -> float:
    begun = time.perf_counter()
    count = await connection.fetchval(f"select count(*) from ({sql}) as found", *parameters, timeout=300)
    found.add(count)
    return time.perf_counter() - begun
