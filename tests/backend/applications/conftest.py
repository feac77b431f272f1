"""A resident whom the registers know, and the clerks of two desks."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import msgspec
import pytest
from litestar import Litestar

from tests.conftest import SignIn, idempotency_key, new_client

Give = Callable[..., Awaitable[httpx.Response]]
HOME = "131003001001"
COUNTY = "131003"


async def send_records(
    app: Litestar, operator: httpx.AsyncClient, register: str, *rows: dict[str, Any]
) -> None:
    """Let the register's department hand in `rows`."""
    found = (await operator.get("/v1/registers")).json()["items"]
    department = next(one["department"] for one in found if one["id"] == register)
    made = await operator.post(
        f"/v1/departments/{department}/keys", json={"label": "总线"}, headers=idempotency_key()
    )
    body = b"\n".join(msgspec.json.encode(row) for row in rows)
    async with new_client(app, authorization=f"Bearer {made.json()['secret']}") as system:
        answer = await system.post(
            f"/v1/registers/{register}/records",
            content=body,
            headers={"content-type": "application/x-ndjson", **idempotency_key()},
        )
    assert answer.status_code == 200, answer.text


@pytest.fixture
async def known(app: Litestar, operator: httpx.AsyncClient) -> None:
    """The registers know 张小明, who lives in Guangyang and whose ID card expires soon."""
    number, as_of = "131099199003071238", "2026-11-01T00:00:00Z"
    person = {
        "external_id": "p1", "subject": number, "as_of": as_of, "name": "张小明", "sex": "male",
        "birth_date": "1990-03-07", "home_division": HOME, "hukou_division": HOME,
        "address": "光明西道 1 号", "phone": "13800000001",
    }  # fmt: skip
    card = {
        "external_id": "c1", "subject": number, "as_of": as_of, "valid_from": "2006-12-20",
        "valid_to": "2026-12-20", "issuer": "廊坊市公安局广阳分局", "long_term": False,
    }  # fmt: skip
    await send_records(app, operator, "population", person)
    await send_records(app, operator, "id-card", card)


@pytest.fixture
async def give_post(operator: httpx.AsyncClient) -> Give:
    """Gives somebody a post."""

    async def give(phone: str, department: str, division: str, role: str = "clerk") -> httpx.Response:
        wanted = {"phone": phone, "department": department, "division": division, "role": role}
        return await operator.post("/v1/staff", json=wanted, headers=idempotency_key())

    return give


@pytest.fixture
async def clerk(sign_in: SignIn, give_post: Give) -> httpx.AsyncClient:
    """A clerk of the police's desk in Guangyang."""
    person = await sign_in("13800000005", "刘芳", "131099198506110054")
    given = await give_post("13800000005", "public-security", COUNTY)
    assert given.status_code == 201, given.text
    return person


@pytest.fixture
async def stranger(sign_in: SignIn, give_post: Give) -> httpx.AsyncClient:
    """A clerk of another department."""
    person = await sign_in("13800000002", "李淑兰", "131099195707200036")
    assert (await give_post("13800000002", "tax", COUNTY)).status_code == 201
    return person
