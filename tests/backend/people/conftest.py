"""The door to the city: asking for a password, reading it from the inbox, and going in."""

import uuid
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
import time_machine
from litestar import Litestar

from backend.people.service import make_operator
from tests.conftest import new_client, read_password

PHONE = "13800000001"
OTHER_PHONE = "13800000002"
NAME = "张小明"
ID_NUMBER = "131099199003071238"

# In the middle of an hour and a day, so that counted windows do not end by chance.
NOON = datetime(2026, 11, 22, 4, 10, 5, tzinfo=UTC)


class Door:
    """Signing in, step by step, as any client does it."""

    def __init__(
        self, app: Litestar, client: httpx.AsyncClient, run_jobs: Callable[[], Awaitable[int]]
    ) -> None:
        self.app = app
        self.client = client
        self.run_jobs = run_jobs

    async def ask(self, phone: str = PHONE, **more: Any) -> httpx.Response:
        """Ask for a one-time password."""
        return await self.client.post("/v1/sign-ins", json={"phone": phone, **more})

    async def ask_and_read(self, phone: str = PHONE, **more: Any) -> tuple[str, str]:
        """A sign-in's id and its password."""
        asked = await self.ask(phone, **more)
        assert asked.status_code == 202, asked.text
        return asked.json()["id"], await read_password(self.client, self.run_jobs, phone)

    async def answer(
        self,
        sign_in: str | uuid.UUID,
        password: str,
        *,
        session: str = "token",
        token: str | None = None,
        label: str = "手机",
        client: httpx.AsyncClient | None = None,
    ) -> httpx.Response:
        """Give a password."""
        body = {"password": password, "session": session, "device": {"token": token, "label": label}}
        return await (client or self.client).post(f"/v1/sign-ins/{sign_in}/password", json=body)

    async def enter(self, phone: str = PHONE, token: str | None = None) -> dict[str, Any]:
        """Sign in with tokens."""
        sign_in, password = await self.ask_and_read(phone, device_token=token)
        answer = await self.answer(sign_in, password, token=token)
        assert answer.status_code == 200, answer.text
        body: dict[str, Any] = answer.json()
        return body

    def caller(self, session: dict[str, Any]) -> httpx.AsyncClient:
        """A client with a session's access token."""
        return new_client(self.app, authorization=f"Bearer {session['access_token']}")

    def from_address(self, address: str) -> httpx.AsyncClient:
        """Somebody at another network address."""
        app: Any = self.app
        return httpx.AsyncClient(
            transport=httpx.ASGITransport(app, raise_app_exceptions=False, client=(address, 40000)),
            base_url="http://city.test",
        )


@pytest.fixture
def travel() -> Iterator[Callable[[timedelta], None]]:
    """The clock stands at noon; calling this moves it on."""
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock.shift


@pytest.fixture
def door(
    app: Litestar,
    travel: Callable[[timedelta], None],
    client: httpx.AsyncClient,
    run_jobs: Callable[[], Awaitable[int]],
) -> Door:
    """The door of an empty city, at noon."""
    return Door(app, client, run_jobs)


def wrong(password: str) -> str:
    """Another six digits."""
    return f"{(int(password) + 1) % 1_000_000:06d}"


def kind(answer: httpx.Response) -> str:
    """The problem's name in an answer, or its status."""
    if answer.status_code < 400:
        return str(answer.status_code)
    name: str = answer.json()["type"]
    return name.removeprefix("/problems/")


@pytest.fixture
async def operator(door: Door) -> httpx.AsyncClient:
    """An operator at a counter, confirmed on this device."""
    await make_operator("13800000009")
    caller = door.caller(await door.enter("13800000009"))
    body = {"name": "陈志远", "id_number": "131099197609090098"}
    assert (await caller.post("/v1/me/identity", json=body)).status_code == 200
    return caller
