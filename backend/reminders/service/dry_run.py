"""Whom a sweep would tell: how many, where they live, and a few of them; nothing is written."""

import uuid
from datetime import date

import msgspec

from backend.core import db
from backend.reminders.schemas.scenario import Scenario
from backend.reminders.service import fragments
from backend.reminders.service.compiling import compile_scenario, is_wide
from backend.reminders.service.hitting import as_columns, find_hits

SECONDS_MAX = 120
SAMPLE_MAX = 20
COUNTY_DIGITS = 6
ROOM = "set local work_mem = '128MB'; set local jit = off"

DRY_RUN = """
with {hits}, found as materialized (
    select distinct person, record, due_on, step from ({select}) as told where $7::uuid[] is null
), placed as (
    select left(home.home_division, {digits}) as code, count(*) as people
    from found{home} group by 1
)
select code, people, null::uuid as person, null::date as due_on, null::smallint as step from placed
union all
select null, null, person, due_on, step from (select * from found limit {sample}) as sampled
"""


class Sampled(msgspec.Struct, frozen=True):
    """One who would be told."""

    person: uuid.UUID
    due_on: date | None
    step: int


class Reached(msgspec.Struct, frozen=True):
    """How many would be told, by county (None: nobody knows where they live), and at most 20 of them."""

    count: int
    by_district: dict[str | None, int]
    sample: list[Sampled]


async def dry_run(id_: str, scenario: Scenario, on: date) -> Reached:  # noqa: ARG001  # as `sweep` is asked
    """Whom a sweep on that day would tell, were nobody told yet."""
    hits = find_hits(scenario, on)
    if not hits:
        return Reached(0, {}, [])
    query = compile_scenario(scenario, on)
    home = (fragments.ALL_NEWEST if is_wide(scenario) else fragments.NEWEST).format(
        alias="home",
        register="population",
        whose="subject",
        anchor="found.person",
        fields="facts ->> 'home_division' as home_division",
    )
    sql = DRY_RUN.format(
        hits=fragments.HITS, select=query.sql, digits=COUNTY_DIGITS, home=home, sample=SAMPLE_MAX
    )
    async with db.transaction(), db.connection() as connection:
        await connection.execute(ROOM)
        rows = await connection.fetch(
            sql, on, *as_columns(hits), None, *query.parameters, timeout=SECONDS_MAX
        )
    by_district = {row["code"]: row["people"] for row in rows if row["person"] is None}
    sample = [Sampled(row["person"], row["due_on"], row["step"]) for row in rows if row["person"] is not None]
    return Reached(sum(by_district.values()), by_district, sample)
