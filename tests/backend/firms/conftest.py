"""The market regulator's system, and people who say that a firm is theirs."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import httpx
import pytest
from litestar import Litestar

from tests.backend.registers.senders import credit_code, load
from tests.conftest import SignIn, idempotency_key, new_client

Register = Callable[..., Awaitable[None]]
OWNER = ("13800000001", "张小明", "131099199003071238")
AGENT = ("13800000002", "李淑兰", "131099195707200036")
BUYER = ("13800000003", "阿依古丽·买买提", "131099198802160021")
CODE = credit_code(1)


@pytest.fixture
async def register(app: Litestar, operator: httpx.AsyncClient) -> AsyncIterator[Register]:
    """Hands in what the business register says of the n-th firm from then on."""
    made = await operator.post(
        "/v1/departments/market-regulation/keys", json={"label": "登记"}, headers=idempotency_key()
    )
    times = iter(range(1, 30))
    async with new_client(app, authorization=f"Bearer {made.json()['secret']}") as market:

        async def say(representative: str, n: int = 1, **facts: Any) -> None:
            row = {
                "external_id": f"f{n}", "subject": credit_code(n), "related": representative,
                "as_of": f"2026-11-01T00:00:{next(times):02}Z", "name": f"廊坊好味餐饮{n}店",
                "kind": "company", "status": "open", "division": "131003001001",
            }  # fmt: skip
            await load(market, "firm-registration", row | facts)

        yield say


@pytest.fixture
async def owner(register: Register, sign_in: SignIn) -> httpx.AsyncClient:
    """The firm's legal representative, who has said so."""
    await register(OWNER[2])
    person = await sign_in(*OWNER)
    assert (await claim(person)).status_code == 200
    return person


async def claim(who: httpx.AsyncClient, code: str = CODE) -> httpx.Response:
    """Say that one represents the firm."""
    return await who.post("/v1/firms", json={"credit_code": code})


async def own(who: httpx.AsyncClient) -> list[tuple[str, str]]:
    """Name and role of each firm that one may act for."""
    return [(one["name"], one["role"]) for one in (await who.get("/v1/me/firms")).json()["items"]]


async def firm_of(who: httpx.AsyncClient) -> str:
    """The path of the first firm that one may act for."""
    return f"/v1/firms/{(await who.get('/v1/me/firms')).json()['items'][0]['id']}"


async def name_agent(who: httpx.AsyncClient, firm: str, phone: str) -> httpx.Response:
    """Let somebody act for the firm."""
    return await who.post(f"{firm}/agents", json={"phone": phone}, headers=idempotency_key())
