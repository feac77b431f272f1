"""Messages as other domains send them."""

import uuid
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from backend.core import db
from backend.messages.rules import Fact
from backend.messages.service import send
from tests.conftest import Client

AT = datetime(2026, 11, 25, 4, 5, tzinfo=UTC)
LIBRARY = {"zh-CN": "市图书馆", "en": "City Library"}
PARK = {"zh-CN": "人民公园", "en": "People's Park"}
COPIED: dict[str, Fact] = {"venue_one": LIBRARY, "venue_two": PARK, "at": AT}

Tell = Callable[..., Awaitable[None]]


@pytest.fixture
def tell() -> Tell:
    """Send a person a message, as a job would, in a transaction of its own."""

    async def telling(person: Client, key: str = "one", kind: str = "code-copied", **facts: Any) -> None:
        account = uuid.UUID((await person.get("/v1/me")).json()["id"])
        async with db.transaction():
            await send(account, kind, facts or COPIED, key=key)

    return telling


async def read_inbox(person: Client, query: str = "") -> dict[str, Any]:
    """A page of somebody's messages."""
    answer = await person.get(f"/v1/me/messages{query}")
    assert answer.status_code == 200, answer.text
    page: dict[str, Any] = answer.json()
    return page
