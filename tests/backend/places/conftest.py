"""A library with a manager, a venue and readers, and another organisation beside it."""

import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

Client = httpx.AsyncClient
SignIn = Callable[..., Awaitable[Client]]
Json = dict[str, Any]

MANAGER = "13800000005"
STRANGER = "13800000056"
STRANGER_ID = "131099199306150021"


@dataclass
class Library:
    """A city's library as the API made it, and the people around it."""

    operator: Client
    manager: Client
    organisation: Json
    venue: Json

    async def add_reader(self, name: str = "一楼入口", scene: str = "library") -> Json:
        """A new reader with its code."""
        return await create(
            self.manager, f"/v1/venues/{self.venue['id']}/readers", {"name": name, "scene": scene}
        )


def key() -> dict[str, str]:
    """A header for one new thing that is wanted."""
    return {"idempotency-key": uuid.uuid4().hex}


async def create(client: Client, path: str, body: Json) -> Json:
    """What the API made of `body`."""
    answer = await client.post(path, json=body, headers=key())
    assert answer.status_code == 201, answer.text
    made: Json = answer.json()
    return made


@pytest.fixture
async def library(operator: Client, sign_in: SignIn) -> Library:
    """The library, its manager signed in."""
    organisation = await create(
        operator, "/v1/organisations", {"name": {"zh-CN": "廊坊市图书馆", "en": "Langfang Library"}}
    )
    await create(operator, f"/v1/organisations/{organisation['id']}/managers", {"phone": MANAGER})
    manager = await sign_in(MANAGER, "刘芳", "131099198506110054")
    venue = await create(
        manager,
        f"/v1/organisations/{organisation['id']}/venues",
        {
            "name": {"zh-CN": "总馆", "en": "Main Library"},
            "division": "131003",
            "scenes": ["library", "event"],
        },
    )
    return Library(operator, manager, organisation, venue)


@pytest.fixture
async def stranger(library: Library, sign_in: SignIn) -> Client:
    """The manager of another organisation."""
    other = await create(
        library.operator, "/v1/organisations", {"name": {"zh-CN": "公交公司", "en": "Buses"}}
    )
    await create(library.operator, f"/v1/organisations/{other['id']}/managers", {"phone": STRANGER})
    return await sign_in(STRANGER, "阿依古丽·买买提", STRANGER_ID)
