"""The sweep in a real database: once for each, late or twice; what was told, answered, moved or renewed."""

import asyncio
import uuid
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from litestar import Litestar
from structlog.testing import capture_logs

from backend.core import clock, db
from backend.reminders.schemas.scenario import Scenario
from backend.reminders.service.dry_run import dry_run
from backend.reminders.service.examples.worlds import make_world
from backend.reminders.service.holding import holds, why_over
from backend.reminders.service.sweeping import sweep
from tests.backend.reminders.made import live, make
from tests.scenarios.city import Life

DUE = date(2026, 12, 25)
FIRST = DUE - timedelta(days=90)
ROWS = "select step, due_on, remind_on, state from reminder where scenario = $1 order by remind_on, due_on"


async def settle(scenario: Scenario, facts: dict[str, Any], name: str = "one") -> Life:
    """Somebody of whom this is so, and nothing else any more."""
    example = live(facts)
    life = Life(name, scenario, example)
    async with db.connection() as connection:
        for row in make_world(scenario, example, DUE).rows:
            life.subjects |= {life.id_of(row.subject), *([life.id_of(row.related)] if row.related else [])}
        await connection.execute("delete from record where subject = any($1::uuid[])", list(life.subjects))
        await life.write(connection, make_world(scenario, example, DUE))
    return life


def licence(valid_to: date, **more: Any) -> dict[str, Any]:
    """A driving licence that is valid to a day."""
    return {"driving-licence": {"valid_to": valid_to, "class": "C1", **more}}


async def rows(id_: str = "licence") -> list[tuple[int, date, date, str]]:
    """The reminders there are."""
    async with db.connection() as connection:
        return [tuple(row) for row in await connection.fetch(ROWS, id_)]


async def change(sql: str, *values: Any) -> None:
    """Something happens to the reminders."""
    async with db.connection() as connection:
        await connection.execute(sql, *values)


async def test_once_for_each_however_often_and_by_however_many(clean: None) -> None:
    scenario = make()
    for place in range(30):
        await settle(scenario, licence(DUE), f"person {place}")
    made = await asyncio.gather(*(sweep("licence", scenario, FIRST) for _ in range(3)))
    assert sorted(made) == [0, 0, 30]
    assert await sweep("licence", scenario, FIRST + timedelta(days=5)) == 0
    # A clock that jumped ahead and back again tells nobody twice.
    assert await sweep("licence", scenario, DUE - timedelta(days=30)) == 30
    assert await sweep("licence", scenario, FIRST) == 0
    assert {row[0] for row in await rows()} == {0, 1}


async def test_missed_days_are_caught_up_with_by_their_last_step(clean: None) -> None:
    scenario = make(steps=[{"days": -10}, {"days": -8}, {"days": -2}])
    await settle(scenario, licence(DUE))
    assert await sweep("licence", scenario, DUE - timedelta(days=7)) == 1
    assert [row[0] for row in await rows()] == [1]
    assert await sweep("licence", scenario, DUE + timedelta(days=12)) == 0
    assert await sweep("licence", scenario, DUE + timedelta(days=11)) == 1


async def test_told_at_nine_in_the_morning_or_now_when_it_is_later(clean: None) -> None:
    await settle(make(), licence(DUE))
    await sweep("licence", make(), FIRST)
    async with db.connection() as connection:
        tell_at = await connection.fetchval("select tell_at from reminder")
    nine = datetime(2026, 9, 26, 9, tzinfo=clock.SHANGHAI)
    due = max(nine, clock.now())
    assert due - timedelta(minutes=1) <= tell_at <= due + timedelta(minutes=20)


async def test_what_moved_is_another_and_what_was_renewed_is_none(clean: None) -> None:
    scenario = make()
    await settle(scenario, licence(DUE))
    await sweep("licence", scenario, FIRST)
    [told] = await ids()
    assert await holds(scenario, [told], FIRST) == {told}
    moved = DUE + timedelta(days=1)
    await settle(scenario, licence(moved))
    assert await why_over("licence", scenario, [told], FIRST) == {told: "changed"}
    assert await sweep("licence", scenario, FIRST + timedelta(days=1)) == 1
    assert [row[1] for row in await rows()] == [DUE, moved]
    await settle(scenario, licence(date(2032, 12, 25)))
    assert await sweep("licence", scenario, DUE - timedelta(days=7)) == 0
    assert await holds(scenario, await ids(), DUE) == set()


async def test_what_waits_is_over_for_the_dead_and_for_who_applied(clean: None) -> None:
    scenario = make()
    dead = await settle(scenario, licence(DUE) | {"population": {"birth_date": date(1950, 1, 1)}}, "dead")
    eager = await settle(scenario, licence(DUE), "eager")
    await sweep("licence", scenario, FIRST)
    both = await ids()
    assert await holds(scenario, both, FIRST) == set(both)
    gone = licence(DUE) | {"population": {"birth_date": date(1950, 1, 1), "deceased_on": FIRST}}
    await settle(scenario, gone, "dead")
    async with db.connection() as connection:
        world = make_world(scenario, eager.example, FIRST)
        await eager.apply(connection, "driving-licence-renewal", world, FIRST)
        owners = dict(await connection.fetch("select person, id from reminder"))
    assert await why_over("licence", scenario, both, FIRST) == {
        owners[dead.id_of("subject")]: "deceased",
        owners[eager.id_of("subject")]: "applied",
    }


async def ids() -> list[uuid.UUID]:
    """The ids of all reminders."""
    async with db.connection() as connection:
        return [row["id"] for row in await connection.fetch("select id from reminder order by id")]


async def test_days_that_a_new_calendar_moves_are_the_same(clean: None) -> None:
    scenario = make(
        trigger={
            "kind": "record", "register": "driving-licence",
            "due": {"from": "driving-licence.valid_to", "working_days": -15},
        },
        steps=[{"days": -30}, {"days": -5}],
    )  # fmt: skip
    await settle(scenario, licence(DUE))
    with capture_logs() as told:
        assert await sweep("licence", scenario, date(2026, 11, 5)) == 1
    assert told == []
    # As if it had been reckoned before the makeup days were known, and told so.
    await change("update reminder set state = 'told', due_on = due_on - 4, remind_on = remind_on - 4")
    assert await sweep("licence", scenario, date(2026, 11, 5)) == 0
    assert await sweep("licence", scenario, date(2026, 12, 1)) == 1
    # A date that truly moved is another.
    await settle(scenario, licence(DUE + timedelta(days=40)))
    assert await sweep("licence", scenario, date(2026, 12, 20)) == 1
    await settle(scenario, licence(date(2028, 3, 1)))
    with capture_logs() as told:
        await sweep("licence", scenario, date(2028, 1, 20))
    assert {
        "event": "reminders.calendar_incomplete",
        "scenario": "licence",
        "year": 2028,
        "log_level": "warning",
    } in told


async def test_another_source_of_the_same_is_no_second_reminder(clean: None) -> None:
    scenario = make()
    await settle(scenario, {"driving-licence": {"valid_to": DUE, "valid_from": date(2020, 12, 25)}})
    await sweep("licence", scenario, FIRST)
    # The city's own record of the same licence, and then a newer one that lasts longer.
    await settle(scenario, {"driving-licence": [{"valid_to": DUE, "valid_from": date(2020, 12, 25)}] * 2})
    assert await sweep("licence", scenario, FIRST + timedelta(days=1)) == 0
    await settle(
        scenario,
        {
            "driving-licence": [
                {"valid_to": DUE, "valid_from": date(2020, 12, 25)},
                {"valid_to": date(2036, 9, 1), "valid_from": date(2026, 9, 1)},
            ]
        },
    )
    assert await sweep("licence", scenario, DUE - timedelta(days=30)) == 0


async def test_each_of_many_is_told_of_by_itself_and_no_more_once_it_was_answered(clean: None) -> None:
    scenario = make(
        trigger={"kind": "record", "register": "food-licence", "due": {"from": "food-licence.valid_to"}},
        tell=["representative"],
        action=None,
    )
    await settle(scenario, {"food-licence": [{"valid_to": DUE}, {"valid_to": DUE}]})
    assert await sweep("licence", scenario, FIRST) == 2
    await change(
        "update reminder set state = 'answered', answer = 'not-needed'"
        " where id = (select min(id::text)::uuid from reminder)"
    )
    assert await sweep("licence", scenario, DUE - timedelta(days=30)) == 1
    await change("update reminder set state = 'told', answer = 'later'")
    assert await sweep("licence", scenario, DUE - timedelta(days=7)) == 2


async def test_a_match_is_told_once_for_each_version(clean: None) -> None:
    wants = {"fact": "driving-licence.class", "is": "equals", "value": "C1"}
    first = make(trigger={"kind": "match"}, steps=[{"days": 0}], when=wants, action=None)
    await settle(
        first, licence(DUE) | {"population": {"birth_date": date(1990, 1, 1), "home_division": "131003"}}
    )
    reached = await dry_run("licence", first, FIRST)
    assert (reached.count, reached.by_district, len(reached.sample)) == (1, {"131003": 1}, 1)
    assert await rows() == []
    assert [await sweep("licence", first, FIRST) for _ in range(2)] == [1, 0]
    second = make(trigger={"kind": "match"}, steps=[{"days": 0}], when=wants, action=None, version=2)
    assert await sweep("licence", second, FIRST) == 1
    assert await holds(second, await ids(), FIRST) == set(await ids())


async def test_a_changed_plan_tells_no_day_twice(clean: None) -> None:
    await settle(make(), licence(DUE))
    assert await sweep("licence", make(steps=[{"days": -30}, {"days": -7}]), DUE - timedelta(days=30)) == 1
    changed = make(version=2)
    assert await sweep("licence", changed, DUE - timedelta(days=29)) == 0
    assert await sweep("licence", changed, DUE - timedelta(days=7)) == 1


@pytest.mark.parametrize("day", [date(2027, 2, 28), date(2028, 2, 29)])
async def test_who_was_born_on_29_february_has_a_birthday_each_year(
    clean: None, app: Litestar, day: date
) -> None:
    scenario = make(trigger={"kind": "birthday", "calendar": "solar"}, steps=[{"days": 0}], action=None)
    await settle(scenario, {"population": {"birth_date": date(2012, 2, 29)}})
    assert await sweep("licence", scenario, day - timedelta(days=1)) == 0
    assert await sweep("licence", scenario, day) == 1
    assert await sweep("licence", scenario, day + timedelta(days=1)) == 0
