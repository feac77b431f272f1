"""Somebody who leads a department's desk, and posts for whoever is wanted."""

from collections.abc import Awaitable, Callable

import httpx
import pytest

from tests.conftest import SignIn, idempotency_key

Give = Callable[..., Awaitable[httpx.Response]]
COUNTY = "131003"
TOWN = "131003001"
OTHER_COUNTY = "131002"
LEAD = ("13800000007", "孙志强", "131099198806053215")
CLERK = ("13800000006", "周敏", "131099198002023109")


async def give_post(
    giver: httpx.AsyncClient, phone: str, division: str = COUNTY, role: str = "clerk", **other: str
) -> httpx.Response:
    """Give somebody a post, of the police unless another department is named."""
    wanted = {"phone": phone, "department": "public-security", "division": division, "role": role} | other
    return await giver.post("/v1/staff", json=wanted, headers=idempotency_key())


@pytest.fixture
async def lead(operator: httpx.AsyncClient, sign_in: SignIn) -> httpx.AsyncClient:
    """The lead of the county's police."""
    assert (await give_post(operator, LEAD[0], role="lead")).status_code == 201
    return await sign_in(*LEAD)


@pytest.fixture
async def clerk(lead: httpx.AsyncClient, sign_in: SignIn) -> httpx.AsyncClient:
    """A clerk of the county's police."""
    assert (await give_post(lead, CLERK[0])).status_code == 201
    return await sign_in(*CLERK)
