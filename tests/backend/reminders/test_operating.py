"""Those who run scenarios and policies: what they see, try, switch and write."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest
import time_machine

from backend.core import clock
from backend.core.batches import Connection
from backend.reminders import service
from backend.reminders.service.rounds import last_night
from tests.backend.reminders.conftest import (
    LICENCE,
    Records,
    licence,
    look_at_everybody,
    person,
    remind,
    reminders_of,
    switch,
)
from tests.conftest import SignIn, idempotency_key

CITY = "131000"
POLICY: dict[str, Any] = {
    "version": 1,
    "title": {"zh-CN": "青年租房补贴", "en": "Rent support for the young"},
    "summary": {"zh-CN": "35 岁以下在本市租房的人可以申领。", "en": "For those under 35 who rent here."},
    "department": "housing",
    "audience": "resident",
    "when": {
        "all": [
            {"fact": "population.birth_date", "is": "after", "date": {"from": "today", "years": -60}},
            {"fact": "population.home_division", "is": "present"},
        ]
    },
    "text": {"zh-CN": "您可以申领青年租房补贴。", "en": "You may have rent support."},
    "sensitivity": "plain",
    "legal": [{"title": "租房补贴办法", "mark": "V"}],
    "mark": "V",
}


async def add(operator: httpx.AsyncClient, **other: Any) -> httpx.Response:
    """Make a policy."""
    return await operator.post("/v1/policies", json=POLICY | other, headers=idempotency_key())


@pytest.fixture
async def lead(operator: httpx.AsyncClient, sign_in: SignIn) -> httpx.AsyncClient:
    """Somebody who leads 住建局 in the whole city."""
    wanted = {"phone": "13800000007", "department": "housing", "division": CITY, "role": "lead"}
    assert (await operator.post("/v1/staff", json=wanted, headers=idempotency_key())).status_code == 201
    return await sign_in("13800000007", "孙志强", "131099198806053215")


async def test_a_dry_run_tells_whom_without_telling_them(
    operator: httpx.AsyncClient,
    resident: httpx.AsyncClient,
    lead: httpx.AsyncClient,
    records: Records,
    connection: Connection,
) -> None:
    last = clock.today() + timedelta(days=25)
    await records("population", person())
    await records("driving-licence", licence(last))
    found = {one["id"]: one for one in (await operator.get("/v1/scenarios")).json()["items"]}
    assert len(found) >= 60
    line = found[LICENCE]
    assert (line["runs"], line["mark"], line["last_sweep"], line["policy"]) == ("off", "V", None, False)
    assert line["counts"] == {"due": 0, "told": 0, "answered": 0, "stopped": 0, "unreachable": 0}

    for on, count in ((None, 1), (f"{last - timedelta(days=60)}", 0), (f"{last - timedelta(days=7)}", 1)):
        tried = await operator.post(f"/v1/scenarios/{LICENCE}/dry-run", json={"on": on})
        assert (tried.status_code, tried.json()["count"]) == (200, count), tried.text
    assert tried.json()["by_district"] == [{"division": "131003", "name": "广阳区", "count": 1}]
    [sampled] = tried.json()["sample"]
    assert (sampled["person_masked"], sampled["due_on"]) == ("张**", f"{last}")
    looks = (await resident.get("/v1/me/looks")).json()["items"]
    assert {(look["who"]["kind"], look["purpose"]) for look in looks} == {("operator", "reminder")}
    assert await connection.fetchval("select count(*) from reminder") == 0

    await asyncio.gather(*(switch(operator, LICENCE) for _ in range(3)))
    await remind()
    whole = (await operator.get(f"/v1/scenarios/{LICENCE}")).json()
    assert (whole["runs"], whole["last_sweep"]["made"], whole["counts"]["told"]) == ("live", 1, 1)
    assert [step["days"] for step in whole["steps"]] == [-90, -30, -7, 180]
    assert "driving-licence.valid_to" in whole["facts"]
    off = (await switch(operator, LICENCE, live=False)).json()
    assert off["runs"] == "off"

    unchecked = next(one["id"] for one in found.values() if one["runs"] == "dry-run-only")
    refused = await switch(operator, unchecked)
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/dry-run-only")
    assert (await operator.post(f"/v1/scenarios/{unchecked}/dry-run", json={})).status_code == 200
    # Others run others' reminders, and residents none.
    assert (await switch(lead, LICENCE)).status_code == 404
    assert {one["department"] for one in (await lead.get("/v1/scenarios")).json()["items"]} <= {"housing"}
    for path in ("/v1/scenarios", "/v1/facts", "/v1/policies", f"/v1/scenarios/{LICENCE}"):
        assert (await resident.get(path)).status_code == 403
    assert (await operator.get("/v1/scenarios/nothing")).status_code == 404


async def test_sweeps_are_asked_for_each_night_and_when_a_rule_is_another(
    operator: httpx.AsyncClient, connection: Connection
) -> None:
    assert await service.ask_for_missing() == 0
    assert (await switch(operator, LICENCE)).status_code == 200
    assert await service.ask_for_missing() == 0
    # Two workers, one sweep.
    assert sorted(await asyncio.gather(service.run_waiting(), service.run_waiting())) == [0, 1]
    assert await service.ask_for_missing() == 0
    await connection.execute("update scenario_switch set digest = 'of an older rule'")
    assert [await service.ask_for_missing() for _ in range(2)] == [1, 0]
    assert await service.run_waiting() == 1
    # A clock that ran ahead, and was put right again, keeps no sweep away.
    with time_machine.travel(clock.now() + timedelta(days=400), tick=False):
        assert [await service.ask_for_missing(), await service.run_waiting()] == [1, 1]
    night = last_night(clock.now()) + timedelta(days=1)
    assert night.astimezone(clock.SHANGHAI).hour == 2
    with time_machine.travel(night - timedelta(minutes=1), tick=False):
        assert await service.ask_for_missing() == 0
    with time_machine.travel(night + timedelta(minutes=1), tick=False):
        assert await service.ask_for_missing() == 1
        # A worker that was killed in the middle leaves it to the next one.
        await connection.execute("update sweep set started_at = now() where finished_at is null")
        assert await service.run_waiting() == 1
    assert await connection.fetchval("select count(*) from sweep where finished_at is null") == 0


async def test_a_policy_is_written_counted_and_matched_with_everybody(
    operator: httpx.AsyncClient, resident: httpx.AsyncClient, lead: httpx.AsyncClient, records: Records
) -> None:
    await records("population", person())
    facts = {fact["name"]: fact for fact in (await operator.get("/v1/facts")).json()["items"]}
    assert facts["population.sex"]["choices"][0]["id"] == "male"
    assert facts["population.birth_date"]["type"] == "date"
    assert "population.name" not in facts
    reach = (await operator.post("/v1/policies/count", json={"when": POLICY["when"]})).json()
    assert (reach["count"], reach["people"]) == (1, 1)

    wrong = {"fact": "population.wealth", "is": "present"}
    counted = await operator.post("/v1/policies/count", json={"when": wrong})
    assert (counted.status_code, counted.json()["type"]) == (422, "/problems/invalid-condition")
    for other in ({"when": wrong}, {"action": {"service": "nothing"}}, {"text": {"zh-CN": "只有中文"}}):
        refused = await add(operator, **other)
        assert refused.status_code == 422, other
    assert (await add(lead, department="tax")).status_code == 404
    young = {"population": {"birth_date": "1999-05-01", "home_division": "131003001001"}}
    case = {"title": "在本市居住的年轻人", "facts": young, "matches": False}
    refused = await add(lead, examples=[case])
    assert refused.json()["errors"][0]["pointer"] == "#/examples/0/matches"

    made = await add(lead, examples=[case | {"matches": True}])
    assert (made.status_code, made.json()["state"], made.json()["origin"]) == (201, "draft", "operators")
    path = f"/v1/policies/{made.json()['id']}"
    await look_at_everybody()
    assert await reminders_of(resident) == []
    live = await lead.put(f"{path}/state", json={"state": "live"})
    assert live.json()["state"] == "live"
    await remind()
    await remind()
    [line] = await reminders_of(resident)
    assert (line["category"], line["due_on"], line["title"]) == ("benefit", None, POLICY["title"])

    changed = made.json()["definition"] | {"text": {"zh-CN": "补贴提高了。", "en": "There is more now."}}
    answers = [await lead.put(path, json=changed) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 409]
    assert answers[0].json()["version"] == 2
    await remind()
    assert len(await reminders_of(resident)) == 2
    ended = await lead.put(f"{path}/state", json={"state": "ended"})
    assert (ended.json()["state"], ended.json()["can_change"]) == ("ended", False)
    again = [await lead.put(f"{path}/state", json={"state": "live"}), await lead.put(path, json=changed)]
    assert [answer.json()["type"] for answer in again] == ["/problems/policy-ended"] * 2
    guessed = await add(lead, mark="G")
    refused = await lead.put(f"/v1/policies/{guessed.json()['id']}/state", json={"state": "live"})
    assert refused.json()["type"] == "/problems/dry-run-only"
