"""What comes at the wrong moment, moves back again, or is meant to break something."""

from datetime import date, timedelta
from typing import Any

import httpx
import time_machine
from structlog.testing import capture_logs

from backend.core import clock
from backend.core.batches import Connection
from backend.reminders import service
from tests.backend.reminders.conftest import (
    LICENCE,
    Records,
    licence,
    look_at_everybody,
    person,
    remind,
    reminders_of,
)
from tests.backend.reminders.test_operating import add, lead

__all__ = ["lead"]

NOW_ON = "update sweep set asked_at = asked_at - interval '2 days'"


async def make_live(actor: httpx.AsyncClient, **other: Any) -> tuple[str, Any]:
    """A policy that is in force; gives its path and what it says."""
    made = (await add(actor, **other)).json()
    path = f"/v1/policies/{made['id']}"
    assert (await actor.put(f"{path}/state", json={"state": "live"})).status_code == 200
    return path, made["definition"]


async def test_whoever_answers_between_night_and_morning_is_told_nothing_more(
    resident: httpx.AsyncClient, soon: date, connection: Connection
) -> None:
    await remind()
    [line] = await reminders_of(resident)
    with time_machine.travel(clock.now() + timedelta(days=18)):
        await look_at_everybody()
    assert await connection.fetchval("select count(*) from reminder where state = 'due'") == 1
    answered = await resident.put(f"/v1/me/reminders/{line['id']}/answer", json={"answer": "done"})
    assert answered.status_code == 200
    with time_machine.travel(clock.now() + timedelta(days=18)):
        assert await service.tell(early=True) == 1
    rows = await connection.fetch("select state, reason from reminder order by step")
    assert [tuple(row) for row in rows] == [("answered", None), ("stopped", "answered")]
    assert len((await resident.get("/v1/me/messages")).json()["items"]) == 1


async def test_a_policy_that_changes_before_it_was_told_is_told_once(
    resident: httpx.AsyncClient, operator: httpx.AsyncClient, records: Records
) -> None:
    await records("population", person())
    path, said = await make_live(operator)
    await look_at_everybody()
    better = said | {"text": {"zh-CN": "补贴提高了。", "en": "There is more now."}}
    assert (await operator.put(path, json=better)).status_code == 200
    await remind()
    [message] = (await resident.get("/v1/me/messages")).json()["items"]
    assert message["body"] == better["text"]


async def test_what_moved_and_moved_back_is_told_after_all(
    resident: httpx.AsyncClient, soon: date, records: Records, connection: Connection
) -> None:
    await look_at_everybody()
    await records("driving-licence", licence(soon + timedelta(days=2191)))
    assert await service.tell(early=True) == 1
    assert await connection.fetchval("select reason from reminder") == "changed"
    # A mistake of the department's, which it puts right the next day.
    await records("driving-licence", licence(soon))
    await connection.execute(NOW_ON)
    await remind()
    [line] = await reminders_of(resident)
    assert (line["scenario"], line["due_on"]) == (LICENCE, f"{soon}")
    # What was told is not told again for it.
    await connection.execute(NOW_ON)
    await remind()
    assert len((await resident.get("/v1/me/messages")).json()["items"]) == 1


async def test_one_broken_rule_keeps_nobody_else_s_reminders_back(
    resident: httpx.AsyncClient, operator: httpx.AsyncClient, soon: date, connection: Connection
) -> None:
    path, _ = await make_live(operator)
    await look_at_everybody()
    # As if a register had lost the fact since.
    await connection.execute(
        "update policy set definition ="
        ' jsonb_set(definition, \'{when}\', \'{"fact": "population.wealth", "is": "present"}\')'
    )
    await connection.execute("update policy set id = 'a-policy'")
    await connection.execute(
        "update reminder set scenario = 'a-policy' where scenario = $1", path.rpartition("/")[2]
    )
    with capture_logs() as told:
        assert await service.tell(early=True) == 1
    assert [(one["event"], one["scenario"]) for one in told if one["log_level"] == "error"] == [
        ("reminders.telling_failed", "a-policy")
    ]
    assert [line["scenario"] for line in await reminders_of(resident)] == [LICENCE]
    # Nor does one that was told before it broke hide the others.
    await connection.execute("update reminder set state = 'told', told_at = now()")
    assert {line["scenario"] for line in await reminders_of(resident)} == {LICENCE, "a-policy"}


async def test_a_number_says_nothing_of_what_the_department_may_not_read(
    lead: httpx.AsyncClient,
    operator: httpx.AsyncClient,
    records: Records,
) -> None:
    await records("population", person())
    who = {"fact": "population.birth_date", "is": "equals", "value": "1990-03-07"}
    points = {"fact": "driving-licence.points", "is": "present"}
    for actor in (lead, operator):
        assert (await actor.post("/v1/policies/count", json={"when": who})).json()["count"] == 1
    refused = await lead.post("/v1/policies/count", json={"when": {"all": [who, points]}})
    assert (refused.status_code, refused.json()["type"]) == (422, "/problems/invalid-condition")
    assert "driving-licence.points" in refused.json()["errors"][0]["detail"]


async def test_nothing_that_a_policy_says_breaks_anything(operator: httpx.AsyncClient) -> None:
    deep = b'{"not":' * 600 + b'{"fact":"population.sex","is":"present"}' + b"}" * 600
    json = {"content-type": "application/json"}
    counted = await operator.post("/v1/policies/count", content=b'{"when":' + deep + b"}", headers=json)
    assert counted.status_code in (400, 422)
    where = {"population": {"home_division": "\0"}}
    wrong: list[dict[str, Any]] = [
        {"title": {"zh-CN": "a\0b", "en": "x"}},
        {"summary": {"zh-CN": "补贴", "en": "a\x07"}},
        {"note": "\0"},
        {"when": {"fact": "population.home_division", "is": "equals", "value": "\0"}},
        {"examples": [{"title": "x", "facts": where, "matches": False}]},
        {"action": {"path": "//2130706433/pay"}},
        {"action": {"path": "/services?q=\0"}},
    ]
    for one in wrong:
        assert (await add(operator, **one)).status_code == 422, one
    assert (await add(operator, action={"path": "/services?q=补贴"})).status_code == 201


async def test_a_dry_run_is_for_a_day_that_calendars_know(operator: httpx.AsyncClient) -> None:
    path = f"/v1/scenarios/{LICENCE}/dry-run"
    for on in ("0001-01-01", "1999-12-31", "2051-01-01", "9999-12-31"):
        refused = await operator.post(path, json={"on": on})
        assert (refused.status_code, refused.json()["type"]) == (422, "/problems/invalid-request"), on
    for on in ("2000-01-01", "2050-12-31"):
        assert (await operator.post(path, json={"on": on})).json()["count"] == 0, on
