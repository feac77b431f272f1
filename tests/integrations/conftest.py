"""Adapters against stand-ins that run in the test's own process."""

from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from backend.core import sealing
from backend.messages.ports import Parcel
from integrations import http

PHONE = "+8613800000001"


@pytest.fixture(scope="session", autouse=True)
def master_key() -> None:
    """The same as the city's in other tests."""
    sealing.unlock("t" * 43)


@pytest.fixture(scope="module", autouse=True)
async def clients(anyio_backend: str) -> AsyncIterator[None]:
    """The process's clients, as a worker has them."""
    async with http.running():
        yield


@pytest.fixture(params=["batch", "template"])
def protocol(request: pytest.FixtureRequest) -> Any:
    """Each of the two."""
    return request.param


@pytest.fixture
def later() -> Iterator[Callable[[timedelta], None]]:
    """Let time pass."""
    with time_machine.travel(datetime.now(UTC), tick=True) as traveller:
        yield traveller.shift


def parcel(number: int = 1, to: str = PHONE, **other: Any) -> Parcel:
    """A delivery; the same `number` is the same delivery."""
    given: dict[str, Any] = {
        "title": "驾驶证到期提醒",
        "body": "您的驾驶证2026年12月25日到期。\n“换证”不用等 🚗",
        "masked": "您有一条新消息",
        "url": "http://city.test/reminders/1",
        "locale": "zh-CN",
        "urgent": False,
        "kind": "reminder-certificate",
        "expires_at": datetime.now(UTC) + timedelta(days=3),
    }
    return Parcel(id=f"0198c0de-0000-7000-8000-{number:012}", to=to, **given | other)
