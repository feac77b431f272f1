"""The servers inside: they keep what was committed, let only us in, and leave with us."""

import os
import signal
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg
import psutil
import pytest
import redis.asyncio

from backend.core.embedded import Servers, places, processes
from tests.servers.city import lives, temporary_folder, wait_for, wait_until_gone

OWNER = """
import pathlib, sys, threading
from backend.core.embedded import Servers
servers = Servers(pathlib.Path(sys.argv[1]), free_ports=True)
thread = threading.Thread(target=servers.start)
thread.start()
thread.join()
print(servers.database_url, servers.redis_url, flush=True)
threading.Event().wait()
"""


@pytest.fixture
def own(folder: Path) -> Servers:
    """Servers of this test alone, not started."""
    return Servers(folder / "var", free_ports=True)


@pytest.fixture(scope="module")
def running() -> Iterator[Servers]:
    """Servers that run, and that no test of this file stops."""
    with temporary_folder() as folder, Servers(folder / "var", free_ports=True) as servers:
        yield servers


@contextmanager
def running_owner(data: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """Another process that has started servers on `data`, for tests that kill it."""
    with subprocess.Popen([sys.executable, "-c", OWNER, data], stdout=subprocess.PIPE) as owner:
        assert owner.stdout is not None
        try:
            assert owner.stdout.readline().startswith(b"postgresql://")
            yield owner
        finally:
            owner.kill()


async def write(servers: Servers, rows: int) -> None:
    """Commit `rows` rows, each by itself."""
    connection = await asyncpg.connect(servers.database_url)
    await connection.execute("create table if not exists kept (number int)")
    for number in range(rows):
        await connection.execute("insert into kept values ($1)", number)
    await connection.close()


async def count(servers: Servers) -> int:
    """How many rows there are."""
    connection = await asyncpg.connect(servers.database_url)
    found: int = await connection.fetchval("select count(*) from kept")
    await connection.close()
    return found


async def test_a_second_start_finds_what_was_committed(own: Servers) -> None:
    with own:
        await write(own, 3)
    with own:
        assert await count(own) == 3


async def test_a_killed_server_loses_nothing_committed_and_restarts(own: Servers) -> None:
    with own:
        await write(own, 50)
        own.kill("postgres")
        assert own.died() == ["postgres"]
        own.restart("postgres")
        assert own.died() == []
        assert await count(own) == 50


async def test_postgresql_keeps_every_promise_it_makes(running: Servers) -> None:
    connection = await asyncpg.connect(running.database_url)
    settings = [
        await connection.fetchval(f"show {name}")
        for name in ("fsync", "synchronous_commit", "full_page_writes", "data_checksums")
    ]
    version = await connection.fetchval("show server_version")
    is_superuser = await connection.fetchval("select rolsuper from pg_roles where rolname = current_user")
    await connection.close()
    assert settings == ["on"] * 4
    assert version.startswith("18.")
    assert is_superuser is False


async def test_jobs_in_valkey_outlive_a_restart(own: Servers) -> None:
    with own:
        async with redis.asyncio.Redis.from_url(own.redis_url) as client:
            await client.set("job", "waiting")
        own.restart("valkey")
        async with redis.asyncio.Redis.from_url(own.redis_url) as client:
            assert await client.get("job") == b"waiting"
            assert (await client.info("server"))["valkey_version"].startswith("9.")


def test_a_killed_owner_takes_its_servers_along_even_when_the_thread_that_started_them_ended_before(
    folder: Path,
) -> None:
    with running_owner(folder / "var") as owner:
        servers = psutil.Process(owner.pid).children(recursive=True)
        assert {"postgres", "valkey-server"} <= {server.name() for server in servers}
        assert all(lives(server) for server in servers)
        owner.kill()
    wait_until_gone(servers)


async def test_a_start_right_after_everything_was_killed_waits_for_the_dead_and_finds_all(
    folder: Path, own: Servers
) -> None:
    with own:
        await write(own, 20)
    with running_owner(folder / "var") as owner:
        for one in [*psutil.Process(owner.pid).children(recursive=True), owner]:
            one.send_signal(signal.SIGKILL)
    with own:
        assert await count(own) == 20


async def test_nobody_gets_in_without_the_password(running: Servers) -> None:
    address = running.database_url.rpartition("@")[2]
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(f"postgresql://yima:guess@{address}")
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(f"postgresql://postgres:guess@{address}")
    async with redis.asyncio.Redis.from_url(f"redis://{running.redis_url.rpartition('@')[2]}") as stranger:
        with pytest.raises(redis.exceptions.AuthenticationError):
            await stranger.get("job")


def test_passwords_locks_and_logs_are_for_our_own_user_alone(running: Servers) -> None:
    kept = [path for path in running.root.iterdir() if path.is_file()]
    assert {path.name for path in kept} >= {"postgres.password", "valkey.password", "postgres.log"}
    for path in kept:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
        assert path.stat().st_uid == os.geteuid()


def test_servers_of_root_run_as_somebody_else(running: Servers) -> None:
    users = {process.username() for process in processes.processes_in(running.root / "postgres")}
    assert users == {"nobody" if os.geteuid() == 0 else psutil.Process().username()}


async def test_a_lost_password_file_is_made_anew(own: Servers) -> None:
    with own:
        await write(own, 1)
    (own.root / "postgres.password").unlink()
    with own:
        assert await count(own) == 1


async def test_the_log_holds_nothing_that_people_entered(running: Servers) -> None:
    connection = await asyncpg.connect(running.database_url)
    await connection.execute("create table person (phone text primary key)")
    await connection.execute("insert into person values ('13800000001')")
    with pytest.raises(asyncpg.UniqueViolationError):
        await connection.execute("insert into person values ('13800000001')")
    await connection.close()
    log = (running.root / "postgres.log").read_text()
    assert "unique constraint" in log
    assert "13800000001" not in log


def test_a_log_keeps_its_newest_part(own: Servers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "LOG_BYTES_MAX", 1_000)
    with own:
        log = own.root / "valkey.log"
        written = log.read_bytes()
        assert len(written) > 1_000
        own.limit_logs()
        assert log.stat().st_size < 1_000
        assert log.with_name("valkey.log.1").read_bytes() == written
        own.restart("valkey")
        wait_for(lambda: log.stat().st_size > 0, lambda: "the server lost its log")


def test_a_folder_that_others_cannot_enter_is_no_place_for_servers_of_root(folder: Path) -> None:
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    place = places.place_for_data(closed / "var")
    assert (place.parent == places.ROOTS_FOLDER) == (os.geteuid() == 0)
    assert place == places.place_for_data(closed / "var")
    assert places.place_for_data(folder / "var") == (folder / "var").resolve()


def test_threads_may_start_servers_and_end(own: Servers) -> None:
    thread = threading.Thread(target=own.start)
    thread.start()
    thread.join()
    assert own.died() == []
    own.stop()
