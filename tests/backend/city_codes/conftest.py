"""People and places that tests of codes need beside the resident and the library's reader."""

from collections.abc import AsyncIterator, Awaitable, Callable

import httpx
import pytest
from litestar import Litestar

from tests import venues
from tests.conftest import new_client

Client = httpx.AsyncClient
AddReader = Callable[..., Awaitable[Client]]


@pytest.fixture
async def add_reader(app: Litestar, operator: Client) -> AsyncIterator[AddReader]:
    """Enrol a reader for a scene, at a venue and organisation of its own unless `venue` is given."""
    opened: list[Client] = []

    async def add(scene: str = "library", venue: str | None = None) -> Client:
        place = venue or (await venues.open_venue(operator, scene))["id"]
        enrolled = await venues.enrol(operator, place, scene)
        opened.append(new_client(app, authorization=f"Bearer {enrolled.token}"))
        return opened[-1]

    yield add
    for client in opened:
        await client.aclose()
