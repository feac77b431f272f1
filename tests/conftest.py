"""Real servers, one migrated database per test process, and the people whom tests are about."""

import asyncio
import os
import time
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterator
from typing import Any

import asyncpg
import httpx
import msgspec
import pytest
from litestar import Litestar

from backend import worker
from backend.app import adapters, create_app
from backend.core import clock, db, outbox
from backend.core.embedded import Servers, temporary_servers
from backend.core.settings import Settings
from backend.credentials.service import numbering, publishing
from backend.migrations.run import migrate
from backend.people.service import make_operator
from backend.workdays import service as workdays
from tests import browser, venues
from tests.sharing_out import pytest_collection_modifyitems, pytest_xdist_make_scheduler

# Pytest looks for its hooks here.
__all__ = ["pytest_collection_modifyitems", "pytest_xdist_make_scheduler"]

Client = httpx.AsyncClient
SignIn = Callable[..., Awaitable[Client]]

PATIENCE_SECONDS = 45

# A test's data need not outlive the machine, only their server: what that has written, the kernel keeps.
NO_WAIT_FOR_DISK = "alter system set fsync = off"

# Set-up that every test may rely on; all other tables are emptied.
KEPT = {"migration", "signing_key", "calendar_day"}


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """One event loop for the whole test process."""
    return "asyncio"


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the browser; asked for outside Playwright, which allows no second one inside."""
    found = browser.find()
    assert found, "`python -m tests.browser` brings one"
    return found


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    """PostgreSQL and Valkey of this test process, on free ports, gone afterwards."""
    with temporary_servers(NO_WAIT_FOR_DISK) as running:
        yield running


@pytest.fixture(scope="session")
def settings(servers: Servers) -> Settings:
    """A demo city on those servers."""
    return Settings(
        profile="demo",
        database_url=servers.database_url,
        redis_url=servers.redis_url,
        data=str(servers.root),
        master_key="t" * 43,
        portal=False,
        public_url="http://city.test",
    )


@pytest.fixture(scope="session")
async def app(anyio_backend: str, settings: Settings) -> AsyncIterator[Litestar]:
    """The API as it is served, connected to a migrated database."""
    assert settings.database_url
    async with db.connect(settings.database_url):
        await migrate()
        await workdays.fill()
    litestar = create_app(settings)
    async with litestar.lifespan():
        yield litestar


@pytest.fixture
async def clean(app: Litestar) -> None:
    """An empty city before the test; what the last test left is removed, also from this process's memory."""
    await empty_database()
    numbering.give_back_block()
    publishing.forget_documents()
    await app.state.redis.flushdb()


async def empty_database(kept: Collection[str] = KEPT) -> None:
    """Remove every row of every table but the `kept` ones, with no cascade to wait for."""
    async with db.pool().acquire() as connection, connection.transaction():
        tables = await connection.fetch(
            "select relname from pg_class where relkind in ('r', 'p') and not relispartition"
            " and relnamespace = 'public'::regnamespace"
        )
        await connection.execute("set local session_replication_role = replica")
        names = [row["relname"] for row in tables if row["relname"] not in kept]
        await connection.execute("; ".join(f'delete from "{name}"' for name in names))


@pytest.fixture
async def client(app: Litestar, clean: None) -> AsyncIterator[Client]:
    """Somebody who is not signed in, on our own page."""
    async with new_client(app) as someone:
        yield someone


def new_client(app: Any, **headers: str) -> Client:
    """A caller of `app` from this machine, sending `headers`."""
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app, raise_app_exceptions=False),
        base_url="http://city.test",
        headers={"origin": "http://city.test", **headers},
    )


@pytest.fixture
def run_jobs(app: Litestar, settings: Settings) -> Callable[[], Awaitable[int]]:
    """Do what the outbox holds now, as the worker would; gives how many jobs ran."""

    async def run() -> int:
        found = adapters(settings, app.state.redis)
        ctx = {
            "settings": settings,
            "redis": app.state.redis,
            "text_messages": found.text_messages,
            "identity_register": found.identity_register,
            "storage": found.storage,
            "providers": found.providers,
        }
        async with db.pool().acquire() as connection:
            rows = await connection.fetch(outbox.CLAIM, clock.now(), 0, outbox.BATCH)
        for row in rows:
            job = outbox.once(row["job"], worker.JOBS[row["job"]])
            await job(ctx, str(row["id"]), **msgspec.json.decode(row["payload"]))
        return len(rows)

    return run


async def read_password(client: Client, run_jobs: Callable[[], Awaitable[int]], phone: str) -> str:
    """The one-time password in the newest text message to `phone`; a worker beside us may be sending it."""
    await run_jobs()
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        for item in (await client.get("/demo/inbox.json")).json():
            if item["to"].endswith(phone):
                return find_password(item["text"])
        await asyncio.sleep(0.05)
    raise AssertionError("no text message came")


def find_password(text: str) -> str:
    """The six digits in a text message."""
    spaced = "".join(letter if letter in "0123456789" else " " for letter in text)
    return next(word for word in spaced.split() if len(word) == 6)


@pytest.fixture
async def sign_in(
    app: Litestar, client: Client, run_jobs: Callable[[], Awaitable[int]]
) -> AsyncIterator[SignIn]:
    """Sign a phone in; gives that person's client. `name` and `id_number` confirm the identity as well."""
    opened: list[Client] = []

    async def sign(phone: str, name: str | None = None, id_number: str | None = None) -> Client:
        asked = await client.post("/v1/sign-ins", json={"phone": phone})
        assert asked.status_code == 202, asked.text
        password = await read_password(client, run_jobs, phone)
        answer = await client.post(
            f"/v1/sign-ins/{asked.json()['id']}/password",
            json={"password": password, "session": "token", "device": {"token": None, "label": "test"}},
        )
        assert answer.status_code == 200, answer.text
        person = new_client(app, authorization=f"Bearer {answer.json()['access_token']}")
        opened.append(person)
        if name:
            confirmed = await person.post("/v1/me/identity", json={"name": name, "id_number": id_number})
            assert confirmed.status_code == 200, confirmed.text
        return person

    yield sign
    for person in opened:
        await person.aclose()


@pytest.fixture
async def operator(sign_in: SignIn) -> Client:
    """An operator of the city, confirmed on this device as every operator must be."""
    await make_operator("13800000009")
    return await sign_in("13800000009", "陈志远", "131099197609090098")


@pytest.fixture
async def resident(sign_in: SignIn) -> Client:
    """A resident whose identity is confirmed on this device."""
    return await sign_in("13800000001", "张小明", "131099199003071238")


@pytest.fixture
async def reader(app: Litestar, operator: Client) -> AsyncIterator[Client]:
    """The reader at a library's gate, with a token."""
    venue = await venues.open_venue(operator)
    enrolled = await venues.enrol(operator, venue["id"])
    async with new_client(app, authorization=f"Bearer {enrolled.token}") as gate:
        yield gate


def idempotency_key() -> dict[str, str]:
    """A header for one new thing that is wanted."""
    return {"idempotency-key": uuid.uuid4().hex}


@pytest.fixture
async def connection(
    app: Litestar, settings: Settings
) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    """A connection of the test's own, beside the app's."""
    own = await asyncpg.connect(settings.database_url)
    yield own
    await own.close()


os.environ.setdefault("TZ", "UTC")
