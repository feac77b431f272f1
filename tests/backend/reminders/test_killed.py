"""A worker that is killed while it tells people tells nobody twice and forgets nobody."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from backend.core import clock, db
from backend.core.batches import Connection
from backend.core.settings import Settings, environment, load
from backend.reminders import service
from tests.backend.reminders.conftest import LICENCE, look_at_everybody, switch

PEOPLE = 3_000
WAIT_SECONDS = 30

# As many residents with an account and a licence for 25 more days; what is sealed of them is not looked at.
PEOPLE_MADE = """
with made as (
    select n, uuidv7() as account, uuidv7() as subject, sha256(n::text::bytea) as index
    from generate_series(1, $1) as n
), accounts as (
    insert into account (id, phone_sealed, phone_index, name_sealed, id_number_sealed,
        id_number_index, born_on, created_at)
    select account, '', sha256(('phone' || n)::bytea), '', '', index, '1990-03-07', now()
    from made
), subjects as (
    insert into subject (id, kind, index, identifier_sealed, created_at)
    select subject, 'resident', index, '', now() from made
)
insert into record (id, version, register, source, external_id, subject, facts, digest, valid_from, valid_to,
    as_of, received_at)
select uuidv7(), 1, 'driving-licence', 'traffic-police', n::text, subject, '{"class": "C1"}', '\\x00',
    $2::date - 2191, $2, now(), now() from made
"""
COUNT = "select count(*) from reminder where state = $1"
WORKER = "import asyncio; from tests.backend.reminders.test_killed import run; asyncio.run(run())"


async def run() -> None:
    """Tell people as a worker does, in a process of its own."""
    async with db.connect(str(load().database_url)):
        await service.remind_for_ever(early=True)


@contextmanager
def worker(settings: Settings) -> Iterator["subprocess.Popen[bytes]"]:
    """Such a process, gone afterwards."""
    process = subprocess.Popen([sys.executable, "-c", WORKER], env=environment(settings))
    try:
        yield process
    finally:
        process.kill()
        process.wait()


async def wait_for(connection: Connection, told: int) -> None:
    """Until so many were told."""
    end = time.monotonic() + WAIT_SECONDS
    while await connection.fetchval(COUNT, "told") < told:
        assert time.monotonic() < end
        await asyncio.sleep(0.005)


async def test_killed_workers_tell_everybody_once(
    operator: httpx.AsyncClient, settings: Settings, connection: Connection
) -> None:
    await connection.execute(PEOPLE_MADE, PEOPLE, clock.today())
    await connection.execute("update record set valid_to = valid_to + 25")
    assert (await switch(operator, LICENCE)).status_code == 200
    await look_at_everybody()
    assert await connection.fetchval(COUNT, "due") == PEOPLE

    with worker(settings) as first, worker(settings) as second:
        for place, process in enumerate((first, second)):
            await wait_for(connection, 1_000 * place + 1)
            os.kill(process.pid, signal.SIGKILL)
    left = await connection.fetchval(COUNT, "due")
    assert 0 < left < PEOPLE
    while await service.tell(early=True):
        pass
    rows = await connection.fetch(
        "select ref, count(*) from message_reading where ref is not null group by ref"
    )
    assert {row["count"] for row in rows} == {1}
    assert len(rows) == PEOPLE == await connection.fetchval(COUNT, "told")
    looks = await connection.fetchval("select count(*) from audit_entry where action = 'look'")
    assert looks == PEOPLE
