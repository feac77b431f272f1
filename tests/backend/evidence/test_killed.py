"""Whatever is killed while readers hand in, no evidence is lost or doubled, and what follows happens once."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack

import asyncpg
import httpx
import pytest

from backend.core.embedded import Servers
from backend.core.settings import Settings
from tests import processes
from tests.backend.credentials import phones
from tests.backend.credentials.phones import Credential
from tests.backend.evidence.conftest import NewDevice
from tests.backend.evidence.devices import Device
from tests.processes import Process

Client = httpx.AsyncClient
LIBRARY = 2
BODIES = 12
RECORDS = 25
TRIES_SECONDS = 60


@pytest.fixture
def two(settings: Settings, app: object) -> Iterator[list[Process]]:
    """Two server processes before the same city."""
    with ExitStack() as stack:
        yield [stack.enter_context(processes.serve(settings)) for _ in range(2)]


@pytest.fixture
async def doors(two: list[Process], device: Device) -> AsyncIterator[list[Client]]:
    """The reader's connections to both."""
    headers = {"authorization": device.client.headers["authorization"]}
    async with (
        Client(base_url=two[0].address, headers=headers, timeout=30) as first,
        Client(base_url=two[1].address, headers=headers, timeout=30) as second,
    ):
        yield [first, second]


def fill(device: Device, credential: Credential) -> None:
    """A day's records of one credential, each of a quarter minute of its own."""
    start = time.time() - 15 * BODIES * RECORDS
    for n in range(BODIES * RECORDS):
        device.note(credential.show(LIBRARY, n + 1, start + 15 * n), at=start + 15 * n)


async def hand_in_all(device: Device, doors: list[Client]) -> None:
    """Hand everything in, at any server that answers, as readers do: the head first, then what follows."""
    records, turn = device.records, 0
    async with asyncio.timeout(TRIES_SECONDS):
        while True:
            turn += 1
            try:
                head = await doors[turn % 2].get("/v1/evidence/head")
                if head.status_code == 200:
                    stored = head.json()["sequence"]
                    device.go_on_from(stored, records)
                    device.records = records[stored : stored + RECORDS]
                    if not device.records:
                        return
                    body = device.body()
                    # Sent twice at once: whichever comes first, the other one changes nothing.
                    await asyncio.gather(*(door.post("/v1/evidence", json=body) for door in doors))
            except httpx.TransportError:
                await asyncio.sleep(0.05)


async def all_there_once(connection: "asyncpg.Connection[asyncpg.Record]") -> None:
    """The city has every record exactly once, and counted every one of them once."""
    rows = await connection.fetch("select sequence from offline_verification order by sequence")
    assert [row["sequence"] for row in rows] == list(range(1, BODIES * RECORDS + 1))
    counted = await connection.fetchval("select sum(checks) from venue_count where offline")
    assert counted == BODIES * RECORDS


async def wait_until(connection: "asyncpg.Connection[asyncpg.Record]", holds: str) -> None:
    """Return once the database says so: what other processes do there is all that can be seen of them."""
    async with asyncio.timeout(TRIES_SECONDS):
        while not await connection.fetchval(f"select {holds}"):  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def test_a_server_killed_in_the_middle_loses_and_doubles_nothing(
    device: Device, doors: list[Client], two: list[Process], credential: Credential,
    connection: "asyncpg.Connection[asyncpg.Record]",
) -> None:  # fmt: skip
    fill(device, credential)
    handing_in = asyncio.create_task(hand_in_all(device, doors))
    await wait_until(connection, "count(*) >= 50 from offline_verification")
    two[0].process.kill()
    await handing_in
    await all_there_once(connection)


async def test_a_database_killed_in_the_middle_loses_and_doubles_nothing(
    device: Device, doors: list[Client], credential: Credential, servers: Servers, settings: Settings,
    connection: "asyncpg.Connection[asyncpg.Record]",
) -> None:  # fmt: skip
    fill(device, credential)
    handing_in = asyncio.create_task(hand_in_all(device, doors))
    await wait_until(connection, "count(*) >= 75 from offline_verification")
    await asyncio.to_thread(servers.kill, "postgres")
    await asyncio.to_thread(servers.restart, "postgres")
    await handing_in
    own = await asyncpg.connect(settings.database_url)
    try:
        await all_there_once(own)
    finally:
        await own.close()


async def test_a_worker_killed_while_it_compares_finds_each_copy_once(
    new_device: NewDevice, resident: Client, settings: Settings,
    connection: "asyncpg.Connection[asyncpg.Record]",
) -> None:  # fmt: skip
    copied = await phones.fetch(resident, 32)
    # One for both devices: a copy shown a quarter later is another thing.
    quarter = time.time() // 15 * 15
    for device in (await new_device(), await new_device()):
        for credential in copied:
            device.note(credential.show(LIBRARY, at=quarter))
            device.note(credential.show(LIBRARY, 2, quarter + 15))
        await device.hand_in()
    with processes.run(settings, "worker") as worker:
        await wait_until(connection, "count(*) > 0 from outbox where attempts > 0")
        os.kill(worker.pid, signal.SIGKILL)
    # What was under way comes again when its lease is over; here nobody waits that long.
    await connection.execute("update outbox set due_at = now()")
    with processes.run(settings, "worker"):
        await wait_until(connection, "count(*) = 0 from outbox where done_at is null")
    assert await connection.fetchval("select count(*) from finding where kind = 'copied'") == 32
    assert await connection.fetchval("select count(*) from message") == 32
