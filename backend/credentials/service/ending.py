"""Credentials that count no more: copied ones, a lost device's, and those of somebody who signed out."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Literal

import asyncpg
import structlog

from backend.core import clock, db
from backend.core.batches import Connection
from backend.credentials.rules.statuses import SHARD_SIZE, shard_of
from backend.credentials.service.numbering import CREDENTIAL_LIFE, serial_of, shuffle

Because = Literal["copied", "cloned", "ended", "online-only"]
# What becomes of all that a paused phone carries.
REVOKED_AS: dict[str, Because] = {"copied": "online-only", "cloned": "cloned"}

REVOKE = """
insert into credential_revocation (kid, shard, place, because, revoked_at, expires_at)
select kid, shard, place, $4, $5, $6 from unnest($1::int[], $2::int[], $3::int[]) as item (kid, shard, place)
order by kid, shard, place
on conflict (kid, shard, place) do update set because = excluded.because
where credential_revocation.because = 'online-only' and excluded.because <> 'online-only'
"""
BATCH = """
select * from (
    select * from credential_batch where kid = $1 and first_serial <= $2 order by first_serial desc limit 1
) as nearest where first_serial + credentials > $2
"""
OF_DEVICE = "select * from credential_batch where device = $1 and expires_at > $2"
# What ended lately; whoever was away longer is found by the hourly look over a day.
LOST = """
select batch.* from session_ending ending join credential_batch batch on batch.session = ending.session
where ending.at > $1 and batch.expires_at > $2
"""
# A batch that was under way while its device was paused is caught here.
PAUSED = """
select batch.*, paused.because
from online_only paused join credential_batch batch on batch.device = paused.device
where paused.until > $1 and batch.expires_at > $1
"""
PAUSE = """
insert into online_only (device, because, until) values ($1, $2, $3)
on conflict (device) do update set until = greatest(online_only.until, excluded.until), because = case
    when online_only.because = 'cloned' then 'cloned' else excluded.because end
"""

events = structlog.get_logger()


async def revoke(
    connection: Connection, credentials: Iterable[tuple[int, int]], because: Because, now: datetime
) -> None:
    """Let credentials (kid and status) count no more, at readers from their next status list on.

    One that is `online-only` still counts where the city itself is asked; every other reason weighs more.
    """
    pairs = sorted(set(credentials))
    if pairs:
        await connection.execute(
            REVOKE,
            [kid for kid, _ in pairs],
            [shard_of(status) for _, status in pairs],
            [status % SHARD_SIZE for _, status in pairs],
            because,
            now,
            now + CREDENTIAL_LIFE,
        )


async def find_batch(connection: Connection, kid: int, status: int) -> asyncpg.Record | None:
    """The batch that a credential belongs to, whose phone it was given to; None once it is forgotten."""
    return await connection.fetchrow(BATCH, kid, serial_of(kid, status))


async def online_only_from_now(
    connection: Connection, device: uuid.UUID, because: Literal["copied", "cloned"], until: datetime
) -> None:
    """Give `device` no credentials before `until`, and let those that it has count only online.

    After a cloned key they count nowhere.
    """
    now = clock.now()
    await connection.execute(PAUSE, device, because, until)
    batches = await connection.fetch(OF_DEVICE, device, now)
    await revoke(connection, _statuses(batches), REVOKED_AS[because], now)


async def end_lost_batches(within: timedelta) -> int:
    """Revoke the credentials of sessions that ended `within` this time, or may show no codes since; how many.

    Those of paused devices, too. Run as often as one likes: what is revoked stays as it is.
    """
    now = clock.now()
    async with db.transaction(), db.connection() as connection:
        batches = await connection.fetch(LOST, now - within, now)
        await revoke(connection, _statuses(batches), "ended", now)
        for batch in await connection.fetch(PAUSED, now):
            await revoke(connection, _statuses([batch]), REVOKED_AS[batch["because"]], now)
    if batches:
        events.info("credentials.ended", batches=len(batches))
    return len(batches)


def _statuses(batches: list[asyncpg.Record]) -> list[tuple[int, int]]:
    return [
        (batch["kid"], shuffle(batch["kid"], shard_of(batch["first_serial"])).index(serial))
        for batch in batches
        for serial in range(batch["first_serial"], batch["first_serial"] + batch["credentials"])
    ]
