"""Departments' systems, and the people, firms and vehicles that their rows are about."""

import json
import uuid
from collections.abc import AsyncIterator
from typing import Any

import httpx

from backend.people.rules.id_numbers import check_character
from backend.places.rules.names import CREDIT_DIGITS
from backend.registers.rules.identifiers import VIN_VALUES, VIN_WEIGHTS

Row = dict[str, Any]
NDJSON = "application/x-ndjson"
CSV = "text/csv"


def id_number(n: int, born_on: str = "19900307") -> str:
    """The n-th made-up person born on that day."""
    digits = f"131099{born_on}{n:03}"
    return digits + check_character(digits)


def credit_code(n: int) -> str:
    """The n-th firm's unified social credit code."""
    body = f"91131000MA{n:07}"
    total = sum(CREDIT_DIGITS.index(letter) * pow(3, i, 31) for i, letter in enumerate(body))
    return body + CREDIT_DIGITS[-total % 31]


def vin(n: int) -> str:
    """The n-th vehicle's number."""
    body = f"LSVAA49J0{n:08}"
    total = sum(int(VIN_VALUES[letter]) * weight for letter, weight in zip(body, VIN_WEIGHTS, strict=True))
    return body[:8] + "0123456789X"[total % 11] + body[9:]


def id_card(n: int, **other: Any) -> Row:
    """The n-th person's ID card, as the police send it."""
    return {
        "external_id": f"card-{n}",
        "subject": id_number(n),
        "valid_from": "2020-03-01",
        "valid_to": "2040-03-01",
        "as_of": "2026-11-01T08:00:00+08:00",
        "issuer": "廊坊市公安局",
        "long_term": False,
    } | other


def passport(n: int, **other: Any) -> Row:
    """The n-th person's passport, whose number is sealed."""
    row = id_card(n, external_id=f"passport-{n}", number=f"E{n:08}") | other
    del row["long_term"]
    return row


def lines(*rows: Row) -> bytes:
    """Rows as JSON Lines."""
    return b"".join(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows)


async def send(
    system: httpx.AsyncClient,
    register: str,
    body: bytes | AsyncIterator[bytes],
    media_type: str = NDJSON,
    **headers: str,
) -> httpx.Response:
    """Hand a batch in, under a key of its own unless `headers` name one."""
    sent = {"idempotency-key": uuid.uuid4().hex, "content-type": media_type}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return await system.post(f"/v1/registers/{register}/records", content=body, headers=sent | named)


async def load(system: httpx.AsyncClient, register: str, *rows: Row) -> Row:
    """Hand in rows that are right, and give what became of them."""
    answer = await send(system, register, lines(*rows))
    assert answer.status_code == 200, answer.text
    found: Row = answer.json()
    return found


def mistakes(answer: httpx.Response) -> list[tuple[int, str | None, str]]:
    """Row, field and the English sentence of each mistake that was told."""
    assert answer.status_code == 422, answer.text
    problem = answer.json()
    assert problem["type"] == "/problems/rows-refused"
    return [(row["row"], row["field"], row["message"]["en"]) for row in problem["rows"]]
