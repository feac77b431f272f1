"""One code, many readers, several processes, and servers that die: accepted once, and never lost."""

import asyncio
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack

import asyncpg
import httpx
import pytest

from backend.core.embedded import Servers
from backend.core.settings import Settings
from tests import processes
from tests.backend.city_codes.showing import code_issued, codes_issued
from tests.processes import Process

Client = httpx.AsyncClient
TRIES_SECONDS = 40

ANYBODY = httpx.Limits(max_connections=500)


@pytest.fixture
def two(settings: Settings, app: object) -> Iterator[list[Process]]:
    """Two server processes before the same city."""
    with ExitStack() as stack:
        yield [stack.enter_context(processes.serve(settings)) for _ in range(2)]


@pytest.fixture
async def gates(two: list[Process], reader: Client) -> AsyncIterator[list[Client]]:
    """The reader's connections to both."""
    headers = {"authorization": reader.headers["authorization"]}
    async with (
        Client(base_url=two[0].address, headers=headers, limits=ANYBODY, timeout=30) as first,
        Client(base_url=two[1].address, headers=headers, limits=ANYBODY, timeout=30) as second,
    ):
        yield [first, second]


async def verify_until_answered(gates: list[Client], code: str, turn: int) -> tuple[str, str]:
    """The verdict and record of one attempt, repeated at any server until one answers, as readers do."""
    body = {"code": code, "attempt": str(uuid.uuid4())}
    async with asyncio.timeout(TRIES_SECONDS):
        while True:
            turn += 1
            try:
                answer = await gates[turn % len(gates)].post("/v1/verifications", json=body)
            except httpx.TransportError:
                await asyncio.sleep(0.05)
                continue
            if answer.status_code == 503:
                assert answer.headers["retry-after"]
                await asyncio.sleep(0.2)
                continue
            assert answer.status_code == 200, answer.text
            told = answer.json()
            return told["reason"] or told["result"], told["id"]


async def record_ids(connection: "asyncpg.Connection[asyncpg.Record]") -> list[str]:
    """The ids of everything that was accepted."""
    return [str(row["id"]) for row in await connection.fetch("select id from verification")]


async def test_a_thousand_at_two_processes_make_one_accepted(
    gates: list[Client], resident: Client, connection: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    code = code_issued(resident, 0)
    answers = await asyncio.gather(*(verify_until_answered(gates, code, n) for n in range(1000)))
    assert Counter(verdict for verdict, _ in answers) == {"accepted": 1, "replayed": 999}
    assert await record_ids(connection) == [record for verdict, record in answers if verdict == "accepted"]


async def test_a_thousand_make_one_accepted_also_when_a_process_is_killed_in_the_middle(
    gates: list[Client],
    two: list[Process],
    resident: Client,
    connection: "asyncpg.Connection[asyncpg.Record]",
) -> None:
    code = code_issued(resident, 0)
    asking = [asyncio.create_task(verify_until_answered(gates, code, n)) for n in range(1000)]
    await asyncio.wait(asking, return_when=asyncio.FIRST_COMPLETED)
    two[0].process.kill()
    answers = await asyncio.gather(*asking)
    assert Counter(verdict for verdict, _ in answers) == {"accepted": 1, "replayed": 999}
    assert await record_ids(connection) == [record for verdict, record in answers if verdict == "accepted"]


async def test_killed_processes_lose_no_accepted_code(
    gates: list[Client],
    two: list[Process],
    resident: Client,
    connection: "asyncpg.Connection[asyncpg.Record]",
) -> None:
    codes = codes_issued(resident, 200)
    asking = [asyncio.create_task(verify_until_answered(gates, code, n)) for n, code in enumerate(codes)]
    while sum(task.done() for task in asking) < 60:
        await asyncio.wait([task for task in asking if not task.done()], return_when=asyncio.FIRST_COMPLETED)
    two[0].process.kill()
    await _all_accepted_once(await asyncio.gather(*asking), connection)


async def test_killed_database_connections_lose_and_double_nothing(
    gates: list[Client], resident: Client, connection: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    codes = codes_issued(resident, 300)
    asking = [asyncio.create_task(verify_until_answered(gates, code, n)) for n, code in enumerate(codes)]
    killed = 0
    for share in range(1, 6):
        while sum(task.done() for task in asking) < share * 50:
            await asyncio.wait(
                [task for task in asking if not task.done()], return_when=asyncio.FIRST_COMPLETED
            )
        killed += await connection.fetchval(
            "select count(pg_terminate_backend(pid)) from pg_stat_activity"
            " where application_name like 'yima%'"
        )
    assert killed > 0
    await _all_accepted_once(await asyncio.gather(*asking), connection)


async def test_a_database_that_crashes_and_comes_back_loses_and_doubles_nothing(
    gates: list[Client], resident: Client, servers: Servers, settings: Settings
) -> None:
    codes = codes_issued(resident, 300)
    asking = [asyncio.create_task(verify_until_answered(gates, code, n)) for n, code in enumerate(codes)]
    while sum(task.done() for task in asking) < 80:
        await asyncio.wait([task for task in asking if not task.done()], return_when=asyncio.FIRST_COMPLETED)
    await asyncio.to_thread(servers.kill, "postgres")
    await asyncio.to_thread(servers.restart, "postgres")
    answers = await asyncio.gather(*asking)
    connection = await asyncpg.connect(settings.database_url)
    try:
        await _all_accepted_once(answers, connection)
    finally:
        await connection.close()


async def _all_accepted_once(
    answers: list[tuple[str, str]], connection: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    """Every code was accepted for its one attempt, and the records are exactly the answers."""
    assert Counter(verdict for verdict, _ in answers) == {"accepted": len(answers)}
    assert sorted(await record_ids(connection)) == sorted(record for _, record in answers)
