"""A city in a process of its own, a cable to it that can be cut, and readers at the other end."""

import uuid
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest
from litestar import Litestar

from backend.core.settings import Settings
from backend.reader import online
from backend.reader import syncing as background
from tests import processes, venues
from tests.backend.credentials import phones
from tests.backend.credentials.phones import Credential
from tests.backend.reader.wire import Wire, lay_wire
from tests.conftest import KEPT, empty_database
from tests.processes import Process

Client = httpx.AsyncClient


class Gate(NamedTuple):
    """A reader that waits to be enrolled: where the city is, its folder, its one-time code."""

    city: str
    folder: Path
    code: str
    reader: str
    venue: str


NewGate = Callable[..., Awaitable[Gate]]


@pytest.fixture
async def clean(app: Litestar) -> None:
    """An empty city, but for the status lists that its server has told of."""
    await empty_database(KEPT | {"credential_shard", "status_list"})
    await app.state.redis.flushdb()


@pytest.fixture(scope="module")
def server(app: Litestar, settings: Settings) -> Iterator[Process]:
    """The city's server."""
    with processes.serve(settings) as running:
        yield running


@pytest.fixture
def wire(server: Process) -> Iterator[Wire]:
    """The cable between readers and the city."""
    with lay_wire(int(server.address.rpartition(":")[2])) as whole:
        yield whole


@pytest.fixture
def new_gate(operator: Client, wire: Wire, tmp_path: Path) -> NewGate:
    """Sets up a reader for a scene, at a venue of its own unless `venue` is given."""

    async def make(scene: str = "library", venue: str | None = None) -> Gate:
        place = venue or (await venues.open_venue(operator, scene))["id"]
        wish = {"name": "Gate", "scene": scene}
        made = await venues.create(operator, f"/v1/venues/{place}/readers", wish)
        folder = tmp_path / uuid.uuid4().hex
        return Gate(wire.address, folder, made["enrolment_code"], made["reader"]["id"], place)

    return make


@pytest.fixture
async def gate(new_gate: NewGate) -> Gate:
    """A reader at the library."""
    return await new_gate()


@pytest.fixture
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that is busy with other tests answers late, which is not what most of them are about."""
    for module in (online, background):
        monkeypatch.setattr(module, "PATIENCE_SECONDS", 30)


@pytest.fixture
async def credentials(resident: Client) -> list[Credential]:
    """What the resident's phone carries."""
    return await phones.fetch(resident, 8)


async def new_code(operator: Client, reader: str) -> str:
    """Another one-time code for a reader."""
    answer = await operator.post(f"/v1/readers/{reader}/enrolment-codes")
    assert answer.status_code == 201, answer.text
    return str(answer.json()["enrolment_code"])


async def handed_in(connection: Any, reader: str) -> list[tuple[int, str]]:
    """Sequence and verdict of all that the city has of a reader, in order."""
    rows = await connection.fetch(
        "select sequence, coalesce(reason, 'accepted') as verdict from offline_verification"
        " where reader = $1 order by key, sequence",
        uuid.UUID(reader),
    )
    return [(row["sequence"], row["verdict"]) for row in rows]
