"""A throw-away city with residents and readers, and real server processes in front of it."""

import asyncio
import subprocess
import sys
import time
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from typing import NamedTuple

import asyncpg
import psutil

from backend.city_codes.rules.live_codes import LiveCode
from backend.city_codes.service.code_keys import CodeKeys
from backend.core import clock, db, keys, sealing
from backend.core.embedded import Servers, temporary_servers
from backend.core.embedded.places import free_port
from backend.core.settings import Settings
from backend.credentials.rules.cids import seal_cid
from backend.credentials.service import day_cipher
from backend.migrations.run import migrate
from tests import processes
from tests.bench import phones

RESIDENTS = 20_000
READERS = 40
CODE_SECONDS = 300

SEED_RESIDENTS = """
insert into account
    (id, phone_sealed, phone_index, name_sealed, id_number_sealed, id_number_index, born_on, created_at)
select gen_random_uuid(), 'x', int4send(n), 'x', 'x', int4send(n), date '1950-01-01' + n, now()
from generate_series(1, $1::int) n;
"""
SEED_SESSIONS = """
with confirmed as (
    insert into device (id, account, token_hash, label, created_at, last_seen_at, confirmed_at)
    select gen_random_uuid(), id, phone_index, 'bench', now(), now(), now() from account returning id, account
)
insert into session (id, account, device, created_at, expires_at)
select gen_random_uuid(), account, id, now(), now() + interval '1 day' from confirmed
"""
SEED_PLACES = """
with owner as (select id from account limit 1), organisation as (
    insert into organisation (id, name_zh, name_en, created_at, created_by)
    select gen_random_uuid(), '图书馆', 'Library', now(), id from owner returning id, created_by
), venue as (
    insert into venue (id, organisation, name_zh, name_en, division, scenes, created_at, created_by)
    select gen_random_uuid(), id, '总馆', 'Main', '131003', '{library}', now(), created_by from organisation
    returning id, organisation, created_by
)
insert into reader (id, venue, organisation, name, scene, created_at, created_by)
select gen_random_uuid(), id, organisation, 'Gate', 'library', now(), created_by
from venue, generate_series(1, $1::int)
"""
SEED_KEYS = """
with made as (
    insert into reader_key (id, reader, jwk, thumbprint, enrolled_at)
    select gen_random_uuid(), id, '{}', uuid_send(id), now() from reader returning id, reader
)
update reader set key = made.id from made where made.reader = reader.id returning reader.id, reader.key
"""


class Bearer(NamedTuple):
    """A resident or reader with a token."""

    number: int
    token: str


class City(NamedTuple):
    """The servers, and who lives and stands there."""

    servers: Servers
    settings: Settings
    residents: list[Bearer]
    readers: list[Bearer]
    codes: CodeKeys

    def make_codes(self, count: int) -> list[str]:
        """`count` live codes of different moments and residents, for the library."""
        now = clock.now()
        expires_at = int(now.timestamp()) + CODE_SECONDS
        return [
            self.codes.write(
                LiveCode(
                    seal_cid(
                        self.residents[n % RESIDENTS].number, now - timedelta(milliseconds=n), day_cipher
                    ),
                    expires_at,
                    "library",
                )
            )
            for n in range(count)
        ]


@asynccontextmanager
async def build() -> AsyncIterator[City]:
    """A city in throw-away servers, gone afterwards."""
    with temporary_servers() as servers:
        settings = Settings(
            profile="demo",
            database_url=servers.database_url,
            redis_url=servers.redis_url,
            data=str(servers.root),
            master_key="b" * 43,
            portal=False,
            code_lifetime_seconds=CODE_SECONDS,
            log_level="warning",
        )
        sealing.unlock("b" * 43)
        async with db.connect(servers.database_url):
            await migrate()
            async with keys.running(), db.connection() as connection:
                residents, readers = await _seed(connection)
                yield City(servers, settings, residents, readers, CodeKeys())


async def _seed(connection: "asyncpg.Connection[asyncpg.Record]") -> tuple[list[Bearer], list[Bearer]]:
    await connection.execute(SEED_RESIDENTS, RESIDENTS)
    await connection.execute(SEED_SESSIONS)
    await connection.execute(SEED_PLACES, READERS)
    pairs = await connection.fetch(SEED_KEYS)
    await connection.execute("vacuum analyze")
    expires_at = int(time.time()) + 3000
    readers = [
        Bearer(0, _token("reader-token", "yima-reader", pair["id"], expires_at, key=pair["key"]))
        for pair in pairs
    ]
    await phones.give(connection, 1, RESIDENTS)
    sessions = await connection.fetch("select session, account, number from session_standing")
    residents = [
        Bearer(row["number"], _token("access-token", "yima", row["account"], expires_at, sid=row["session"]))
        for row in sessions
    ]
    return residents, readers


def _token(
    purpose: keys.Purpose, audience: str, subject: uuid.UUID, expires_at: int, **other: uuid.UUID
) -> str:
    claims = {name: str(value) for name, value in other.items()}
    return keys.sign_token(purpose, {"sub": str(subject), "aud": audience, "exp": expires_at, **claims})


@contextmanager
def serve(city: City) -> Iterator[tuple[psutil.Process, int]]:
    """`yima serve` before the city, as in production."""
    with processes.serve(city.settings) as server:
        yield psutil.Process(server.process.pid), int(server.address.rsplit(":", 1)[1])


@contextmanager
def serve_constant() -> Iterator[tuple[psutil.Process, int]]:
    """The bare app on the same kind of server."""
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "tests.bench.constant", str(port)])
    try:
        processes.wait_until_ready(f"http://127.0.0.1:{port}", process, "/constant")
        yield psutil.Process(process.pid), port
    finally:
        process.terminate()
        process.wait()


def database_cpu(city: City) -> float:
    """CPU seconds that PostgreSQL's processes have used so far."""
    pid = int((city.servers.root / "postgres" / "postmaster.pid").read_text().split()[0])
    family = [psutil.Process(pid), *psutil.Process(pid).children()]
    return sum(cpu(process) for process in family)


def cpu(process: psutil.Process) -> float:
    """CPU seconds that `process` has used so far."""
    times = process.cpu_times()
    return float(times.user + times.system)


async def run(*command: str, input_: bytes) -> bytes:
    """What a command prints."""
    process = await asyncio.create_subprocess_exec(
        *command, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    output, _ = await process.communicate(input_)
    return output
