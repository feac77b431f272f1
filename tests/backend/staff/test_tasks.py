"""What waits for the staff of a node."""

import asyncio
import uuid
from datetime import timedelta

import asyncpg
import httpx

from backend.core import clock
from backend.core.ids import new_id
from backend.staff.service import open_task
from tests.backend.staff.conftest import COUNTY, OTHER_COUNTY, TOWN, give_post
from tests.conftest import SignIn

FACTS: dict[str, str | int] = {"number": "LF2611-4K7D-3X", "stars": 1}


async def open_one(
    key: str, division: str = COUNTY, department: str = "public-security", days: int = 2
) -> uuid.UUID:
    """Leave a task; gives what it is about."""
    about, due_on = new_id(), clock.today() + timedelta(days)
    await open_task("bad-rating", department, division, about, FACTS, due_on, key=key)
    return about


async def test_a_task_waits_at_its_node_once_and_is_done_once(
    clerk: httpx.AsyncClient,
    lead: httpx.AsyncClient,
    operator: httpx.AsyncClient,
    connection: "asyncpg.Connection[asyncpg.Record]",
) -> None:
    about = await open_one("a")
    for key, division, department in (
        ("a", COUNTY, "public-security"),
        ("b", OTHER_COUNTY, "public-security"),
        ("c", COUNTY, "tax"),
    ):
        await open_one(key, division, department)
    below = await open_one("d", TOWN, days=-1)

    items = (await clerk.get("/v1/tasks")).json()["items"]
    assert [one["about"] for one in items] == [str(below), str(about)]
    assert [one["overdue"] for one in items] == [True, False]
    task = items[1]
    assert (task["kind"], task["facts"], task["division_name"]) == ("bad-rating", FACTS, "广阳区")
    assert task["title"] == {"zh-CN": "回访差评", "en": "Call back about a bad rating"}

    done = await asyncio.gather(
        *[
            who.put(f"/v1/tasks/{task['id']}/completion", json={"note": "已回访，致歉"})
            for who in (clerk, lead)
        ]
    )
    assert sorted(answer.status_code for answer in done) == [204, 409]
    left = (await lead.get("/v1/tasks", params={"state": "open"})).json()["items"]
    [ended] = (await clerk.get("/v1/tasks", params={"state": "done"})).json()["items"]
    assert [one["about"] for one in left] == [str(below)]
    assert (ended["id"], ended["note"]) == (task["id"], "已回访，致歉")
    assert ended["done_at"]
    assert (await operator.get("/v1/tasks")).status_code == 403
    [noted] = await connection.fetch("select case_id, department from audit_entry where action = 'task-done'")
    assert (noted["case_id"], noted["department"]) == (about, "public-security")


async def test_tasks_of_another_node_are_not_there(
    clerk: httpx.AsyncClient, operator: httpx.AsyncClient, sign_in: SignIn
) -> None:
    await open_one("a")
    await open_one("b")
    [newest] = (page := (await clerk.get("/v1/tasks", params={"limit": 1})).json())["items"]
    [oldest] = (await clerk.get("/v1/tasks", params={"limit": 1, "after": page["next"]})).json()["items"]
    assert newest["id"] != oldest["id"]
    elsewhere = await sign_in("13800000003", "阿依古丽·买买提", "131099198802160021")
    assert (await give_post(operator, "13800000003", OTHER_COUNTY)).status_code == 201

    assert (await elsewhere.get("/v1/tasks")).json()["items"] == []
    answer = await elsewhere.put(f"/v1/tasks/{newest['id']}/completion", json={"note": "办了"})
    assert answer.status_code == 404
    for note, problem in (
        ("", "invalid-request"),
        ("a" * 201, "invalid-request"),
        ("a\x00b", "invalid-request"),
        (" ", "invalid-name"),
        ("a\u202eb", "invalid-name"),
    ):
        answer = await clerk.put(f"/v1/tasks/{newest['id']}/completion", json={"note": note})
        assert (answer.status_code, answer.json()["type"]) == (422, f"/problems/{problem}"), note
    assert len((await clerk.get("/v1/tasks")).json()["items"]) == 2
