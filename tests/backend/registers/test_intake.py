"""Departments hand in records: all of a batch or nothing, and what they say later are new versions."""

import asyncio
from typing import Any, TypeAlias

import asyncpg
import httpx

from tests.backend.registers.conftest import System
from tests.backend.registers.senders import (
    CSV,
    credit_code,
    id_card,
    id_number,
    lines,
    load,
    passport,
    send,
    vin,
)

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"


async def versions(connection: Connection, register: str, external_id: str) -> list[dict[str, Any]]:
    rows = await connection.fetch(
        "select * from record where register = $1 and external_id = $2 order by version",
        register,
        external_id,
    )
    return [dict(row) for row in rows]


async def test_corrections_and_deletions_are_new_versions(
    police: httpx.AsyncClient, connection: Connection
) -> None:
    first = await load(police, "id-card", *(id_card(n) for n in range(1, 6)))
    assert {name: first[name] for name in ("received", "created", "changed", "unchanged")} == {
        "received": 5, "created": 5, "changed": 0, "unchanged": 0,
    }  # fmt: skip
    later = "2026-11-02T08:00:00+08:00"
    second = await load(
        police,
        "id-card",
        id_card(1, as_of=later),
        id_card(2, as_of=later, valid_to="2041-01-01"),
        {"external_id": "card-3", "deleted": True, "as_of": later},
        id_card(4, as_of="2026-10-01T08:00:00+08:00", issuer="早先的公安局"),
        id_card(6),
        {"external_id": "never-seen", "deleted": True},
    )
    del second["batch"]
    assert second == {
        "received": 6, "created": 1, "changed": 1, "unchanged": 2, "deleted": 1, "outdated": 1,
    }  # fmt: skip
    (same,) = await versions(connection, "id-card", "card-1")
    assert same["as_of"].isoformat() == "2026-11-02T00:00:00+00:00"  # it is fresher now
    before, after = await versions(connection, "id-card", "card-2")
    assert before["id"] == after["id"]
    assert (before["version"], after["version"]) == (1, 2)
    assert before["superseded_at"] is not None
    assert after["superseded_at"] is None
    assert str(before["valid_to"]) == "2040-03-01"
    assert str(after["valid_to"]) == "2041-01-01"
    _, gone = await versions(connection, "id-card", "card-3")
    assert gone["deleted"]
    assert gone["facts"] == "{}"
    assert len(await versions(connection, "id-card", "card-4")) == 1
    back = await load(police, "id-card", id_card(3, as_of="2026-11-03T08:00:00+08:00"))
    assert back["changed"] == 1
    assert [row["deleted"] for row in await versions(connection, "id-card", "card-3")] == [False, True, False]


async def test_csv_and_json_lines_say_the_same(
    police: httpx.AsyncClient, system_of: System, connection: Connection
) -> None:
    traffic = await system_of("traffic-police")
    header = "external_id,subject,related,valid_to,plate,class,seats,open_violations,as_of\r\n"
    row = f'v-1,{vin(1)},{id_number(1)},,冀R12345,"小型汽车, ""轿车""",5,0,2026-11-01T08:00:00+08:00\r\n'
    answer = await send(
        traffic, "vehicle", b"\xef\xbb\xbf" + (header + row).encode(), "text/csv; charset=utf-8"
    )
    assert answer.json()["created"] == 1, answer.text
    json_row = {
        "external_id": "v-1", "subject": vin(1), "related": id_number(1), "plate": "冀R12345",
        "class": '小型汽车, "轿车"', "seats": 5, "open_violations": 0, "as_of": "2026-11-02T08:00:00+08:00",
    }  # fmt: skip
    assert (await load(traffic, "vehicle", json_row))["unchanged"] == 1
    gone = b"external_id,subject,plate,deleted\nv-1,,,true\n"
    assert (await send(traffic, "vehicle", gone, CSV)).json()["deleted"] == 1
    # The owner and the holder of the card are one person.
    await load(police, "id-card", id_card(1))
    assert await connection.fetchval("select count(*) from subject where kind = 'resident'") == 1


async def test_numbers_are_sealed_and_found_by_their_index(
    system_of: System, resident: httpx.AsyncClient, connection: Connection
) -> None:
    border = await system_of("exit-entry")
    await load(border, "passport", passport(1, subject="131099199003071238"))
    rows = await connection.fetch("select * from record union all select * from record where false")
    said = repr([dict(row) for row in rows]) + repr(await connection.fetch("select * from subject"))
    assert "E00000001" not in said
    assert "131099199003071238" not in said
    found = await connection.fetchval(
        "select count(*) from subject join account on account.id_number_index = subject.index"
    )
    assert found == 1


async def test_firms_are_found_by_their_credit_code(system_of: System, connection: Connection) -> None:
    market = await system_of("market-regulation")
    firm = {
        "external_id": "f", "subject": credit_code(1), "related": id_number(1), "name": "廊坊好味餐饮",
        "kind": "company", "status": "open", "established_on": "2020-02-29",
    }  # fmt: skip
    assert (await load(market, "firm-registration", firm))["created"] == 1
    facts = await connection.fetchval("select facts ->> 'established_on' from record")
    assert facts == "2020-02-29"


async def test_one_batch_sent_twice_at_once_is_loaded_once(
    police: httpx.AsyncClient, connection: Connection
) -> None:
    body = lines(*(id_card(n) for n in range(300)))
    both = await asyncio.gather(
        *(send(police, "id-card", body, idempotency_key="the-same-batch") for _ in range(2))
    )
    assert both[0].status_code == both[1].status_code == 200, both[0].text
    assert both[0].json() == both[1].json()
    assert both[0].json()["created"] == 300
    assert await connection.fetchval("select count(*) from record_batch") == 1
    other = await send(police, "id-card", lines(id_card(1)), idempotency_key="the-same-batch")
    assert other.json()["type"] == "/problems/idempotency-key-reused"


async def test_two_batches_at_once_about_the_same_cards_give_one_history(
    police: httpx.AsyncClient, connection: Connection
) -> None:
    batches = [
        lines(*(id_card(n, as_of=f"2026-11-0{day}T00:00:00Z", issuer=f"第{day}天") for n in range(50)))
        for day in range(1, 6)
    ]
    answers = await asyncio.gather(*(send(police, "id-card", batch) for batch in batches))
    assert {answer.status_code for answer in answers} == {200}
    current = await connection.fetch(
        "select facts ->> 'issuer', count(*) from record where superseded_at is null group by 1"
    )
    assert [tuple(row) for row in current] == [("第5天", 50)]
    gaps = await connection.fetchval(
        "select count(*) from (select from record group by id having max(version) <> count(*)) as gap"
    )
    assert gaps == 0
