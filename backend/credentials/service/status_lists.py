"""Status lists: made when they are asked for, at most one process at a time for each shard, and kept."""

import asyncio
from datetime import datetime, timedelta
from typing import NamedTuple

import asyncpg
from nacl.bindings import crypto_sign

from backend.core import clock, db, keys
from backend.credentials.errors import NoSuchList
from backend.credentials.rules import status_lists
from backend.credentials.rules.lists import STATUS_TTL_SECONDS, USABLE_SECONDS, ShardStatus
from backend.credentials.rules.statuses import SHARD_SIZE, SHARDS
from backend.credentials.service.issuer_keys import KID_MAX

PATH = "/.well-known/city-code/status"
# So many newly revoked credentials are told beside a list before the list is made anew.
ADDED_MAX = 1_000
VERSION_MAX = 2**53
LIST_AGE_MAX = timedelta(days=5)
ADVISORY_LOCK = 0x59494D53  # "YIMS"

FIND_SHARDS = """
select shard.kid, shard.shard, newest.version, newest.made_at,
    array(
        select place from credential_revocation revoked
        where revoked.kid = shard.kid and revoked.shard = shard.shard and revoked.listed_in is null
        order by place limit $2
    ) as added
from credential_shard shard
left join lateral (
    select version, made_at from status_list list
    where list.kid = shard.kid and list.shard = shard.shard order by version desc limit 1
) newest on true
where shard.expires_at > $1
order by shard.kid, shard.shard
"""
# First the mark, then the reading: what is committed in between has no mark yet and is told beside the list.
MARK = """
update credential_revocation set listed_in = $3 where kid = $1 and shard = $2 and listed_in is null
"""
REVOKED = """
select place from credential_revocation
where kid = $1 and shard = $2 and listed_in is not null and expires_at > $3
"""
KEEP = "insert into status_list (kid, shard, version, body, made_at) values ($1, $2, $3, $4, $5)"
READ = "select body from status_list where kid = $1 and shard = $2 and version = $3"


class _Shard(NamedTuple):
    kid: int
    shard: int
    version: int | None
    made_at: datetime | None
    added: list[int]

    def is_due(self, now: datetime) -> bool:
        """Whether a list must be made before readers can be told of this shard."""
        is_old = self.made_at is None or self.made_at < now - LIST_AGE_MAX
        return is_old or len(self.added) > ADDED_MAX


async def list_shards(origin: str) -> list[ShardStatus]:
    """Every shard that may hold living credentials, with its newest list, complete as of now."""
    shards = await _read_shards()
    due = [shard for shard in shards if shard.is_due(clock.now())]
    for shard in due:
        await _make_list(shard.kid, shard.shard, origin)
    if due:
        shards = await _read_shards()
    return [
        ShardStatus(one.kid, one.shard, one.version, one.added) for one in shards if one.version is not None
    ]


async def read_status_list(kid: int, shard: int, version: int) -> bytes:
    """A list as a CWT; NoSuchList when there is none."""
    body: bytes | None = None
    if 0 <= kid <= KID_MAX and 0 <= shard < SHARDS and 0 <= version < VERSION_MAX:
        async with db.connection() as connection:
            body = await connection.fetchval(READ, kid, shard, version)
    if body is None:
        raise NoSuchList
    return body


async def _read_shards() -> list[_Shard]:
    async with db.connection() as connection:
        rows = await connection.fetch(FIND_SHARDS, clock.now(), ADDED_MAX + 1)
    return [_Shard(*row) for row in rows]


async def _make_list(kid: int, shard: int, origin: str) -> None:
    async with db.transaction(), db.connection() as connection:
        await connection.execute(
            "select pg_advisory_xact_lock($1, $2)", ADVISORY_LOCK, (kid << 12 | shard) - 2**31
        )
        now = clock.now()
        known = next((one for one in await _read_shards() if (one.kid, one.shard) == (kid, shard)), None)
        if known is None or not known.is_due(now):  # another process made it meanwhile
            return
        version = max(int(now.timestamp()), (known.version or 0) + 1)
        await connection.execute(MARK, kid, shard, version)
        rows = await connection.fetch(REVOKED, kid, shard, now)
        body = await asyncio.to_thread(_write, f"{origin}{PATH}/{kid}/{shard}/{version}", rows, version)
        await connection.execute(KEEP, kid, shard, version, body, now)


def _write(subject: str, rows: list[asyncpg.Record], made_at: int) -> bytes:
    key = keys.ring().current("reader-lists")
    bits = status_lists.pack_bits((row["place"] for row in rows), SHARD_SIZE)
    times = (made_at, made_at + USABLE_SECONDS, STATUS_TTL_SECONDS)
    return status_lists.write_list(
        subject, bits, times, key.kid, lambda said: crypto_sign(said, key.secret)[:64]
    )
