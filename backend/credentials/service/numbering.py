"""Numbers for credentials: each process takes a block for itself, so that no phone waits for another."""

import asyncio
from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from backend.core import clock, db, sealing
from backend.core.problems import Busy
from backend.credentials.rules.statuses import SHARD_SIZE, SHARDS, Shuffle, shard_of

# 512 phones' batches; a block never crosses a shard, for the shard's size is a multiple of it.
BLOCK = 16_384
# A block that is left is thrown away, so that a shard is over a day after its last block was taken.
BLOCK_LIFE = timedelta(hours=1)
CREDENTIAL_LIFE = timedelta(hours=24)

TAKE = """
with taken as (
    insert into credential_series (kid, next) values ($1, $2)
    on conflict (kid) do update set next = credential_series.next + $2
    returning next - $2 as first
), used as (
    insert into credential_shard (kid, shard, expires_at)
    select $1, first >> 20, $3 from taken where first >> 20 < $4
    on conflict (kid, shard) do update set expires_at = greatest(credential_shard.expires_at, $3)
    returning shard
)
select first from taken where exists (select from used)
"""


class Block(NamedTuple):
    """Numbers that this process may give: `first` up to, but not including, `end`."""

    kid: int
    first: int
    end: int
    until: datetime


_block: list[Block] = []
_taking = asyncio.Lock()


async def take_serials(kid: int, count: int) -> range:
    """`count` numbers in a row that nobody else gets, all of one shard."""
    async with _taking:
        block = _block[0] if _block else None
        now = clock.now()
        if block is None or block.kid != kid or block.first + count > block.end or not _is_fresh(block, now):
            block = await _take_block(kid, now)
        _block[:] = [block._replace(first=block.first + count)]
        return range(block.first, block.first + count)


def give_back_block() -> None:
    """Leave the rest of this process's block unused: the next numbers come from a new one."""
    _block.clear()


@lru_cache(maxsize=SHARDS)
def shuffle(kid: int, shard: int) -> Shuffle:
    """The city's order of one shard."""
    return Shuffle(shard, lambda length: sealing.stretch_key(f"credential.status.{kid}.{shard}", length))


def serial_of(kid: int, status: int) -> int:
    """The number of the credential with the index `status`."""
    return shuffle(kid, shard_of(status)).serial(status)


def _is_fresh(block: Block, now: datetime) -> bool:
    return block.until - BLOCK_LIFE <= now < block.until


async def _take_block(kid: int, now: datetime) -> Block:
    until = now + BLOCK_LIFE
    async with db.pool().acquire() as connection:
        first = await connection.fetchval(TAKE, kid, BLOCK, until + CREDENTIAL_LIFE, SHARDS)
    if first is None:  # 4,096 shards are full: the next key starts anew (`yima keys rotate credential`)
        raise Busy(retry_after_seconds=60)
    return Block(kid, first, first + BLOCK, until)


assert SHARD_SIZE % BLOCK == 0  # noqa: S101  # what a block's one shard rests on
