"""A promised job is done although Valkey forgets and workers die."""

import asyncio
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable

import asyncpg
import httpx
import pytest
from arq import create_pool
from arq.connections import RedisSettings
from litestar import Litestar

from backend.core import clock, db, outbox
from backend.core.settings import Settings, environment

Connection = asyncpg.Connection
PATIENCE_SECONDS = 60


@pytest.fixture
async def start_worker(settings: Settings) -> AsyncIterator[Callable[[], "subprocess.Popen[bytes]"]]:
    """Start a real worker process on the test's servers."""
    started: list[subprocess.Popen[bytes]] = []

    def start() -> "subprocess.Popen[bytes]":
        process = subprocess.Popen([sys.executable, "-m", "backend.cli", "worker"], env=environment(settings))
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    """Return as soon as it holds; fail after a minute."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not await holds():
        assert time.monotonic() < end, "it did not happen within a minute"
        await asyncio.sleep(0.1)


async def ask_for_passwords(client: httpx.AsyncClient, count: int) -> None:
    """As many sign-ins, each promising one text message."""
    for number in range(count):
        answer = await client.post("/v1/sign-ins", json={"phone": f"139{number:08}"})
        assert answer.status_code == 202, answer.text


async def all_done() -> bool:
    async with db.connection() as connection:
        rows = await connection.fetch("select done_at from outbox")
    return bool(rows) and all(row["done_at"] for row in rows)


async def texts_to(client: httpx.AsyncClient) -> list[str]:
    """The phones that got a text, in any order."""
    return sorted(item["to"] for item in (await client.get("/demo/inbox.json")).json())


async def test_jobs_survive_an_emptied_valkey_and_a_killed_worker(
    app: Litestar,
    client: httpx.AsyncClient,
    settings: Settings,
    start_worker: Callable[[], "subprocess.Popen[bytes]"],
) -> None:
    await ask_for_passwords(client, 5)
    queue = await create_pool(RedisSettings.from_dsn(str(settings.redis_url)))
    assert await outbox.relay(queue) == 5
    await queue.aclose()
    await app.state.redis.flushall()
    worker = start_worker()
    worker.send_signal(signal.SIGKILL)
    start_worker()
    await until(all_done)
    assert len(await texts_to(client)) == 5


async def test_a_job_that_fails_is_tried_again_and_given_up_after_ten_times(
    app: Litestar, clean: None
) -> None:
    tried: list[str] = []

    async def fail(_: object, *, row: str) -> None:
        tried.append(row)
        raise ConnectionError("the provider is away")

    async with db.transaction():
        await outbox.enqueue("test.fail", row="a")
    async with db.connection() as connection:
        for _ in range(outbox.ATTEMPTS_MAX + 3):
            await connection.execute("update outbox set due_at = now() - interval '1 second'")
            rows = await connection.fetch(outbox.CLAIM, clock.now(), 0, 10)
            for row in rows:
                await outbox.once("test.fail", fail)({}, str(row["id"]), row="a")
        left = await connection.fetchrow("select * from outbox")
    assert len(tried) == outbox.ATTEMPTS_MAX
    assert left is not None
    assert left["given_up_at"]
    assert left["error"] == "ConnectionError"


async def test_a_done_job_is_not_done_again(app: Litestar, clean: None) -> None:
    done: list[str] = []

    async def work(_: object, *, row: str) -> None:
        done.append(row)

    async with db.transaction():
        await outbox.enqueue("test.work", row="a")
    async with db.connection() as connection:
        row_id = str(await connection.fetchval("select id from outbox"))
    for _ in range(3):
        await outbox.once("test.work", work)({}, row_id, row="a")
    assert done == ["a"]


async def test_a_promise_outside_a_transaction_is_a_mistake(app: Litestar, clean: None) -> None:
    with pytest.raises(RuntimeError):
        await outbox.enqueue("test.work", row="a")
