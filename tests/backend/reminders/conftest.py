"""People whom the registers know, and a night and a morning of the worker's."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Any

import httpx
import pytest
from litestar import Litestar

from backend.core import clock
from backend.reminders import service
from tests.backend.applications.conftest import send_records

Records = Callable[..., Awaitable[None]]
NUMBER = "131099199003071238"
HOME = "131003001001"
LICENCE = "driving-licence-expiry"


@pytest.fixture
def records(app: Litestar, operator: httpx.AsyncClient) -> Records:
    """Lets departments hand in rows about 张小明 or whoever is named."""
    turn = iter(range(1_000))

    async def send(register: str, *rows: dict[str, Any]) -> None:
        as_of = f"2026-11-01T00:{next(turn):02}:00Z"
        whole = [{"external_id": f"{register}-1", "subject": NUMBER, "as_of": as_of} | row for row in rows]
        await send_records(app, operator, register, *whole)

    return send


def person(**other: Any) -> dict[str, Any]:
    """What the police know of somebody."""
    return {
        "name": "张小明", "sex": "male", "birth_date": "1990-03-07", "home_division": HOME,
        "phone": "13800000001",
    } | other  # fmt: skip


def licence(valid_to: date, **other: Any) -> dict[str, Any]:
    """A driving licence for six years."""
    begun = valid_to - timedelta(days=2191)
    return {"class": "C1", "points": 0, "valid_from": f"{begun}", "valid_to": f"{valid_to}"} | other


async def look_at_everybody() -> None:
    """What the worker does at night."""
    await service.ask_for_missing()
    await service.run_waiting()


async def remind() -> None:
    """A night, and the morning after it."""
    await look_at_everybody()
    while await service.tell(early=True):
        pass


async def switch(operator: httpx.AsyncClient, scenario: str, *, live: bool = True) -> httpx.Response:
    """Turn a scenario on, or off."""
    return await operator.put(f"/v1/scenarios/{scenario}/switch", json={"live": live})


async def reminders_of(resident: httpx.AsyncClient, state: str = "open") -> Any:
    """What somebody was reminded of."""
    answer = await resident.get("/v1/me/reminders", params={"state": state})
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


@pytest.fixture
async def soon(records: Records, operator: httpx.AsyncClient) -> date:
    """张小明 has a driving licence for 25 more days, of which the city reminds; gives its last day."""
    last = clock.today() + timedelta(days=25)
    await records("population", person())
    await records("driving-licence", licence(last))
    assert (await switch(operator, LICENCE)).status_code == 200
    return last
