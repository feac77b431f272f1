"""Those who do not answer are called, if they agree to that."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta

import httpx
import pytest
import time_machine

from backend.conditions.rules.dates import add_months
from backend.core import clock
from backend.core.batches import Connection
from backend.reminders import service
from tests.backend.reminders.conftest import HOME, Records, person, remind, reminders_of, switch
from tests.conftest import SignIn, idempotency_key

ALLOWANCE = "elder-allowance-80"
TOWNSHIP = HOME[:9]
CLERK = ("13800000006", "周敏", "131099198002023109")
OTHER = ("13800000005", "刘芳", "131099198506110054")


@pytest.fixture
async def elder(resident: httpx.AsyncClient, operator: httpx.AsyncClient, records: Records) -> date:
    """Somebody turned 80 today, of which the city reminds for the last time."""
    born = add_months(clock.today(), -80 * 12)
    await records("population", person(birth_date=f"{born}", hukou_division=HOME))
    assert (await switch(operator, ALLOWANCE)).status_code == 200
    await remind()
    assert len(await reminders_of(resident)) == 1
    return clock.today()


@pytest.fixture
def clerk_at(operator: httpx.AsyncClient, sign_in: SignIn) -> Callable[..., Awaitable[httpx.AsyncClient]]:
    """Gives a clerk of a department at a node."""

    signed_in: dict[str, httpx.AsyncClient] = {}

    async def make(department: str, division: str, who: tuple[str, ...] = CLERK) -> httpx.AsyncClient:
        wanted = {"phone": who[0], "department": department, "division": division, "role": "clerk"}
        given = await operator.post("/v1/staff", json=wanted, headers=idempotency_key())
        assert given.status_code == 201, given.text
        if who[0] not in signed_in:
            signed_in[who[0]] = await sign_in(*who)
        return signed_in[who[0]]

    return make


async def test_the_street_office_is_asked_to_call_once(
    elder: date, resident: httpx.AsyncClient, clerk_at: Callable[..., Awaitable[httpx.AsyncClient]]
) -> None:
    clerk = await clerk_at("civil-affairs", TOWNSHIP)
    with time_machine.travel(clock.now() + timedelta(days=14)):
        assert await service.escalate() == 0
    with time_machine.travel(clock.now() + timedelta(days=16)):
        assert [await service.escalate() for _ in range(2)] == [1, 0]
    [task] = (await clerk.get("/v1/tasks")).json()["items"]
    assert (task["kind"], task["division"], task["department"]) == (
        "reminder-unanswered", TOWNSHIP, "civil-affairs",
    )  # fmt: skip
    assert task["facts"]["scenario"] == ALLOWANCE
    call = await clerk.get(f"/v1/desk/reminders/{task['about']}")
    assert (call.json()["name"], call.json()["phone"], call.json()["state"]) == (
        "张小明", "13800000001", "open",
    )  # fmt: skip
    looks = (await resident.get("/v1/me/looks")).json()["items"]
    assert ("staff", "civil-affairs") in [(look["who"]["kind"], look["who"]["department"]) for look in looks]
    assert (await resident.get(f"/v1/desk/reminders/{task['about']}")).status_code == 403
    for department, division in (("tax", "131000"), ("civil-affairs", "131002")):
        elsewhere = await clerk_at(department, division, OTHER)
        assert (await elsewhere.get("/v1/tasks")).json()["items"] == []
        assert (await elsewhere.get(f"/v1/desk/reminders/{task['about']}")).status_code == 404


@pytest.mark.parametrize("answer", ["read", "later", "applied", "settled", "no calls"])
async def test_whoever_answered_is_left_alone(
    answer: str,
    elder: date,
    resident: httpx.AsyncClient,
    records: Records,
    connection: Connection,
    clerk_at: Callable[..., Awaitable[httpx.AsyncClient]],
) -> None:
    [line] = await reminders_of(resident)
    [message] = (await resident.get("/v1/me/messages")).json()["items"]
    match answer:
        case "read":
            await resident.put(f"/v1/me/messages/{message['id']}/read")
        case "later":
            await resident.put(f"/v1/me/reminders/{line['id']}/answer", json={"answer": "later"})
        case "applied":
            begun = await resident.post(f"/v1/me/reminders/{line['id']}/application")
            assert begun.status_code == 201, begun.text
        case "no calls":
            wishes = (await resident.get("/v1/me/message-preferences")).json()
            await resident.put("/v1/me/message-preferences", json=wishes | {"staff_may_call": False})
        case "settled":
            await records("elderly-allowance", {"step": "80"})
    with time_machine.travel(clock.now() + timedelta(days=16)):
        await service.escalate()
    assert await connection.fetchval("select count(*) from staff_task") == 0
    # Whoever knows the reminder's id sees nobody by it.
    clerk = await clerk_at("civil-affairs", TOWNSHIP)
    assert (await clerk.get(f"/v1/desk/reminders/{line['id']}")).status_code == 404
