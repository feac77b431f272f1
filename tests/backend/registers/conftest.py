"""Departments with keys."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any

import httpx
import pytest
from litestar import Litestar

from tests.conftest import idempotency_key, new_client

System = Callable[..., Awaitable[httpx.AsyncClient]]


@pytest.fixture
async def system_of(app: Litestar, operator: httpx.AsyncClient) -> AsyncIterator[System]:
    """A department's own system, with a key that an operator made."""
    async with AsyncExitStack() as stack:

        async def make(department: str, **limits: Any) -> httpx.AsyncClient:
            answer = await operator.post(
                f"/v1/departments/{department}/keys",
                json={"label": "总线", **limits},
                headers=idempotency_key(),
            )
            assert answer.status_code == 201, answer.text
            secret = answer.json()["secret"]
            return await stack.enter_async_context(new_client(app, authorization=f"Bearer {secret}"))

        yield make


@pytest.fixture
async def police(system_of: System) -> httpx.AsyncClient:
    """The system of 公安局."""
    return await system_of("public-security")
