"""Each day has its table, and no verification fails for want of one."""

from datetime import UTC, datetime, timedelta

import asyncpg
import httpx
import time_machine

from backend import worker
from backend.city_codes import service
from backend.city_codes.service.partitions import DAYS_AHEAD, make_partition
from backend.core import clock
from tests.backend.city_codes.showing import code_issued, show, verdict

Client = httpx.AsyncClient


async def test_a_week_is_made_ahead_and_once(
    connection: "asyncpg.Connection[asyncpg.Record]", app: object
) -> None:
    assert worker.HOURLY["city_codes.make_partitions"] is service.make_partitions
    far = clock.now() + timedelta(days=400)
    with time_machine.travel(far):
        await service.make_partitions()
        await service.make_partitions()
    for offset in range(-1, DAYS_AHEAD + 1):
        name = f"verification_{(far + timedelta(days=offset)):%Y%m%d}"
        attached = await connection.fetchval(
            "select count(*) from pg_inherits where inhrelid = to_regclass($1)", name
        )
        assert attached == 1
        await connection.execute(f"drop table {name}")


async def test_a_day_without_a_table_gets_one_when_it_is_needed(
    resident: Client, reader: Client, connection: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    code = await show(resident)
    today = clock.now().date()
    await connection.execute(f"drop table verification_{today:%Y%m%d}")
    assert await verdict(reader, code) == "accepted"
    assert await verdict(reader, code) == "replayed"
    await make_partition(connection, "verification", today)


async def test_a_code_issued_before_midnight_is_used_once_after_it(
    resident: Client, reader: Client, connection: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    now = clock.now()
    midnight = datetime(now.year, now.month, now.day, tzinfo=UTC) + timedelta(days=1)
    with time_machine.travel(midnight - timedelta(seconds=20)):
        before = code_issued(resident, 0)
    with time_machine.travel(midnight + timedelta(seconds=20)):
        after = code_issued(resident, 0)
        token = reader.headers["authorization"]
        assert token
        for code in (before, after):
            outcome = await _settle(code)
            assert outcome is None
            assert await _settle(code) == "replayed"
    days = [row["day"] for row in await connection.fetch("select day from verification order by day")]
    assert days == [now.date(), now.date() + timedelta(days=1)]


async def _settle(code: str) -> str | None:
    """What becomes of a code at the lanes; the reader's token would be over by then."""
    from backend.city_codes.schemas import VerificationRequest
    from backend.city_codes.service.verifying import _examine_live
    from backend.core import db
    from backend.core.ids import new_id
    from backend.places.service import ReaderToken

    async with db.connection() as connection:
        row = await connection.fetchrow("select id, key from reader limit 1")
    assert row is not None
    reader = ReaderToken(row["id"], row["key"], clock.now())
    item = await _examine_live(reader, VerificationRequest(code, new_id()), clock.now())
    assert item is not None
    outcome = await service.desk().verifications.submit(item)
    return outcome.reason
