"""What a copied table tells: nothing that can be found again by trying every address or phone number."""

import hashlib

import asyncpg
import msgspec
import pytest

from backend.core import idempotency, limits

pytestmark = pytest.mark.usefixtures("clean")


async def test_a_counted_address_cannot_be_found_by_trying_them_all(
    connection: "asyncpg.Connection[asyncpg.Record]",
) -> None:
    await limits.count("one", "203.0.113.7", limit=5, window_seconds=60)
    await limits.count("two", "203.0.113.7", limit=5, window_seconds=60)
    kept = {row["key"] for row in await connection.fetch("select key from limit_count")}
    assert len(kept) == 2
    assert hashlib.sha256(b"203.0.113.7").digest()[:16] not in kept


async def test_a_repeatable_request_cannot_be_found_by_trying_them_all(
    connection: "asyncpg.Connection[asyncpg.Record]",
) -> None:
    request = ("manager", {"phone": "13800000005"})

    async def work() -> str:
        return "done"

    for _ in range(2):
        assert await idempotency.once("actor", "a-key-of-mine", request, str, work) == "done"
    kept = await connection.fetchval("select fingerprint from idempotency")
    plain = msgspec.json.encode(request, order="deterministic")
    assert kept != hashlib.sha256(plain).digest()
