"""What departments send by mistake or in bad faith: each row's mistake is told, and nothing is loaded."""

import asyncio
import gzip
import socket
from collections.abc import AsyncIterator
from typing import Any, TypeAlias
from urllib.parse import urlsplit

import asyncpg
import httpx
import pytest
from litestar import Litestar

from backend.core.settings import Settings
from backend.registers.service.intake.framing import BLOCK_BYTES
from backend.registers.service.intake.taking import BATCHES_AT_ONCE, BODY_BYTES_MAX
from tests import processes
from tests.backend.registers.conftest import System
from tests.backend.registers.senders import (
    CSV,
    id_card,
    id_number,
    lines,
    load,
    mistakes,
    send,
)
from tests.conftest import idempotency_key

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"
LARGE = 1024**3
WAITS_FOR_RECORD = """
select exists (select from pg_locks where relation = 'record'::regclass and not granted)
"""
COUNT = """
select (select count(*) from record) + (select count(*) from subject) + (select count(*) from record_batch)
"""

WRONG: list[tuple[dict[str, Any], str | None, str]] = [
    ({"subject": id_number(1)[:-1] + "Q"}, "subject", "does not check"),
    ({"subject": "131002199003071234"}, "subject", "does not check"),
    ({"subject": "131099199002300016"}, "subject", "does not check"),
    ({"subject": ""}, "subject", "does not check"),
    ({"subject": None}, "subject", "must be filled in"),
    ({"valid_to": "2026-02-30"}, "valid_to", "No such date"),
    ({"valid_to": "01/03/2026"}, "valid_to", "No such date"),
    ({"valid_from": "2040-03-02"}, "valid_to", "ends before it begins"),
    ({"as_of": "2026-11-01 08:00"}, "as_of", "with its zone"),
    ({"as_of": "2999-01-01T00:00:00Z"}, "as_of", "in the future"),
    ({"issuer": "廊坊\x00公安局"}, "issuer", "hidden characters"),
    ({"issuer": "廊坊\u202e局安公"}, "issuer", "hidden characters"),
    ({"issuer": "两\n行"}, "issuer", "hidden characters"),
    ({"issuer": ""}, "issuer", "empty or too long"),
    ({"issuer": "局" * 61}, "issuer", "empty or too long"),
    ({"issuer": 7}, "issuer", "empty or too long"),
    ({"long_term": "yes"}, "long_term", "true or false"),
    ({"external_id": "x" * 65}, "external_id", "empty or too long"),
    ({"external_id": f"card {id_number(5)}"}, "external_id", "hold no ID numbers"),
    ({"colour": "red"}, "colour", "no such field"),
    ({"deleted": True, "colour": "red"}, "colour", "no such field"),
]


async def count_records(connection: Connection) -> int:
    found: int = await connection.fetchval(COUNT)
    return found


async def test_each_mistake_of_each_row_is_told_and_nothing_is_loaded(
    police: httpx.AsyncClient, connection: Connection
) -> None:
    rows = [id_card(n, **change) for n, (change, _, _) in enumerate(WRONG, 100)]
    answer = await send(police, "id-card", lines(id_card(1), *rows, id_card(1)))
    told = mistakes(answer)
    assert [(row, field) for row, field, _ in told] == [
        *((row, field) for row, (_, field, _) in enumerate(WRONG, 2)),
        (len(WRONG) + 2, "external_id"),
    ]
    for (_, _, sentence), (_, _, expected) in zip(told, WRONG, strict=False):
        assert expected in sentence
    assert "twice" in told[-1][2]
    assert await count_records(connection) == 0
    assert answer.json()["rows"][0]["message"]["zh-CN"]


async def test_mistakes_in_csv_are_told_by_the_row_that_a_spreadsheet_shows(
    police: httpx.AsyncClient, connection: Connection
) -> None:
    header = "external_id,subject,valid_to,long_term\n"
    rows = [
        f"a,{id_number(1)},2030-01-01,false",
        f"b,{id_number(2)},2026-02-30,maybe",
        f"c,{id_number(3)},2030-01-01",
        f",{id_number(4)},2030-01-01,true",
        f'"d\u200b",{id_number(5)},2030-01-01,true',
        f'"e\nf",{id_number(6)},2030-01-01,true',
    ]
    told = mistakes(await send(police, "id-card", (header + "\n".join(rows)).encode(), CSV))
    assert [(row, field) for row, field, _ in told] == [
        (3, "valid_to"), (3, "long_term"), (4, None),
        (5, "external_id"), (6, "external_id"), (7, "external_id"),
    ]  # fmt: skip
    unclosed = header + f'a,{id_number(1)},2030-01-01,true\nb,"{id_number(2)},2030-01-01,true\nc,d,e,f\n'
    told = mistakes(await send(police, "id-card", unclosed.encode(), CSV))
    assert told == [(3, None, "A quotation mark is not closed, or stands where none may.")]
    told = mistakes(await send(police, "id-card", b"external_id,valid_to,valid_to,colour\n1,,,\n", CSV))
    assert [(row, field) for row, field, _ in told] == [(1, "colour"), (1, "valid_to"), (1, "subject")]
    assert await count_records(connection) == 0


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (b"[]\n", "application/x-ndjson"),
        (b"null\n{}\n", "application/x-ndjson"),
        (lines(id_card(1)) + b"\n" + lines(id_card(2)), "application/x-ndjson"),
        (lines(id_card(1)).replace(b"}\n", b"} {}\n"), "application/x-ndjson"),
        (lines(id_card(1))[:-9], "application/x-ndjson"),
        (b"[" * 100_000, "application/x-ndjson"),
        (b'{"external_id":"' + b"x" * (BLOCK_BYTES + 10), "application/x-ndjson"),
        (b'external_id,subject\n"' + b"x" * (BLOCK_BYTES + 200_000), "text/csv"),
        (b"external_id\rsubject\r", "text/csv"),
        (b'"external_id"x,subject\n', "text/csv"),
        (b'external_id,subject\n"a\n' + b'""\n' * 30_000, "text/csv"),
    ],
)
async def test_what_is_no_row_is_told_as_such(
    police: httpx.AsyncClient, connection: Connection, body: bytes, media_type: str
) -> None:
    assert mistakes(await send(police, "id-card", body, media_type))
    assert await count_records(connection) == 0


async def test_only_a_hundred_mistakes_are_told(police: httpx.AsyncClient) -> None:
    answer = await send(police, "id-card", lines(*({"colour": n} for n in range(300))))
    assert answer.status_code == 422
    assert len(answer.json()["rows"]) == 100
    assert answer.json()["more"] is True


async def test_other_encodings_are_told_by_name(police: httpx.AsyncClient, connection: Connection) -> None:
    text = f"external_id,subject,issuer\n1,{id_number(1)},廊坊市公安局\n"
    french = b"external_id,subject,issuer\n1,2,\xe9t\xe9\n"
    for body, seen in (
        (text.encode("gb18030"), "GB18030"),
        (text.encode("utf-16"), "UTF-16"),
        (french, "unknown"),
    ):
        answer = await send(police, "id-card", body, CSV)
        assert answer.status_code == 415
        assert (answer.json()["type"], answer.json()["detail"]) == ("/problems/wrong-encoding", seen)
    answer = await send(police, "id-card", lines(id_card(1)).decode().encode("gb18030"))
    assert answer.json()["detail"] == "GB18030"
    assert await count_records(connection) == 0


async def test_only_plain_json_lines_and_csv_are_taken(police: httpx.AsyncClient) -> None:
    body = lines(id_card(1))
    for media_type in ("application/json", "text/csv; charset=gb18030", "multipart/form-data", ""):
        answer = await send(police, "id-card", body, media_type)
        assert answer.json()["type"] == "/problems/wrong-format", media_type
    answer = await send(police, "id-card", gzip.compress(body), content_encoding="gzip")
    assert answer.json()["type"] == "/problems/wrong-format"
    answer = await send(police, "id-card", gzip.compress(body))
    assert answer.json()["detail"] == "gzip"
    assert (await send(police, "id-card", b"")).json()["received"] == 0


async def test_too_much_is_refused_while_it_comes(police: httpx.AsyncClient, connection: Connection) -> None:
    sent = 0

    async def pour(padding: int) -> AsyncIterator[bytes]:
        nonlocal sent
        while sent < LARGE:
            row = lines(id_card(1, external_id=f"{sent}"))[:-2] + b" " * padding + b"}\n"
            sent += len(row)
            yield row

    answer = await send(police, "id-card", pour(100_000))
    assert (answer.status_code, answer.json()["type"]) == (413, "/problems/too-large")
    assert sent < BODY_BYTES_MAX + 2 * BLOCK_BYTES
    answer = await send(police, "id-card", b"", content_length=str(LARGE))
    assert (answer.status_code, answer.json()["type"]) == (413, "/problems/too-large")
    many = b"".join(lines(id_card(1, external_id=f"{n:06}")) for n in range(100_001))
    answer = await send(police, "id-card", many)
    assert (answer.status_code, answer.json()["type"]) == (413, "/problems/too-many-rows")
    assert await count_records(connection) == 0


async def test_a_process_holds_six_batches_at_once(police: httpx.AsyncClient) -> None:
    come, go_on = asyncio.Semaphore(0), asyncio.Event()

    async def slow() -> AsyncIterator[bytes]:
        come.release()
        await go_on.wait()
        yield b""

    under_way = [asyncio.create_task(send(police, "id-card", slow())) for _ in range(BATCHES_AT_ONCE)]
    for _ in under_way:
        await come.acquire()
    answer = await send(police, "id-card", lines(id_card(1)))
    assert (answer.status_code, answer.json()["type"]) == (503, "/problems/busy")
    go_on.set()
    assert {(await one).status_code for one in under_way} == {200}
    assert (await load(police, "id-card", id_card(1)))["created"] == 1


async def test_only_the_registers_own_department_hands_in(
    police: httpx.AsyncClient, system_of: System, resident: httpx.AsyncClient, operator: httpx.AsyncClient
) -> None:
    health = await system_of("health")
    assert (await send(health, "id-card", lines(id_card(1)))).json()["type"] == "/problems/not-your-register"
    assert (await send(health, "no-such", b"")).status_code == 404
    for stranger in (resident, operator):
        assert (await send(stranger, "id-card", lines(id_card(1)))).status_code == 401
    keys = (await operator.get("/v1/departments/health/keys")).json()["items"]
    assert "secret" not in repr(keys)
    assert (await resident.get("/v1/departments/health/keys")).status_code == 403
    post = {"phone": "13800000001", "department": "health", "division": "131000", "role": "lead"}
    given = await operator.post("/v1/staff", json=post, headers=idempotency_key())
    assert given.status_code == 201, given.text
    assert len((await resident.get("/v1/departments/health/keys")).json()["items"]) == 1
    assert (await resident.get("/v1/departments/tax/keys")).status_code == 403
    ended = await operator.delete(f"/v1/departments/health/keys/{keys[0]['id']}")
    assert ended.status_code == 204
    assert (await send(health, "birth", b"")).status_code == 401


async def test_a_keys_day_has_its_limits(system_of: System, connection: Connection) -> None:
    police = await system_of("public-security", rows_a_day=5, calls_a_day=4)
    assert (await load(police, "id-card", *(id_card(n) for n in range(3))))["created"] == 3
    answer = await send(police, "id-card", lines(*(id_card(n) for n in range(10, 13))))
    assert (answer.status_code, answer.json()["type"]) == (429, "/problems/too-many-requests")
    assert int(answer.headers["retry-after"]) > 0
    assert (await load(police, "id-card", *(id_card(n) for n in range(20, 22))))["created"] == 2
    assert (await send(police, "id-card", lines({"colour": 1}))).status_code == 422
    assert (await send(police, "id-card", b"")).status_code == 429


async def test_made_up_people_count_in_a_demo_only(
    app: Litestar, settings: Settings, police: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Settings, "is_demo", property(lambda _: False))
    told = mistakes(await send(police, "id-card", lines(id_card(1))))
    assert [(row, field) for row, field, _ in told] == [(1, "subject")]
    real = {**id_card(2), "subject": "11010519491231002X"}
    assert (await load(police, "id-card", real))["created"] == 1


async def test_a_city_that_is_killed_while_it_loads_has_all_or_nothing(
    settings: Settings, police: httpx.AsyncClient, connection: Connection
) -> None:
    """A sender hangs up half-way; then a load waits for a lock of the test's, and its process dies."""
    body = lines(*(id_card(n) for n in range(500)))
    headers = {"authorization": police.headers["authorization"], "content-type": "application/x-ndjson"}
    headers["idempotency-key"] = "killed-in-the-middle"
    path = "/v1/registers/id-card/records"
    with processes.serve(settings) as server:
        hang_up(server.address, path, headers | {"content-length": str(len(body))}, body[: len(body) // 2])
        async with connection.transaction():
            await connection.execute("lock table record in exclusive mode")
            async with httpx.AsyncClient(base_url=server.address) as client:
                sending = asyncio.create_task(client.post(path, content=body, headers=headers))
                while not await connection.fetchval(WAITS_FOR_RECORD):
                    pass
                server.process.kill()
                with pytest.raises(httpx.TransportError):
                    await sending
    assert await count_records(connection) == 0
    answer = await send(police, "id-card", body, idempotency_key="killed-in-the-middle")
    assert answer.json()["created"] == 500


def hang_up(address: str, path: str, headers: dict[str, str], body: bytes) -> None:
    """Send some of a body, and close the line."""
    where = urlsplit(address)
    with socket.create_connection((str(where.hostname), int(where.port or 0)), timeout=5) as line:
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        line.sendall(f"POST {path} HTTP/1.1\r\nhost: {where.netloc}\r\n{head}\r\n".encode() + body)
