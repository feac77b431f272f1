"""Linking what has been committed, and signing how far the chain has come."""

import asyncpg
import structlog

from backend.core import clock, db
from backend.core.audit.chain import FIRST, encode, link
from backend.core.audit.signing import check_signed, public_keys, sign

BITE = 1_000
BITES_MAX = 200
ADVISORY_LOCK = 0x59494D41  # "YIMA"

# An entry waits from its commit until it is linked, so that one that commits late is linked late.
WAITING = """
select entry.id, at, action, actor_kind, actor, department, account, subject, case_id, facts::text as facts
from audit_waiting join audit_entry as entry on entry.id = audit_waiting.entry
order by entry.id limit $1
"""
LAST = """
select audit_link.sequence, audit_link.hash, jws from audit_link left join audit_head using (sequence)
order by audit_link.sequence desc limit 1
"""
LINK = """
with linked as (
    insert into audit_link (sequence, entry, hash)
    select * from unnest($1::bigint[], $2::uuid[], $3::bytea[]) returning entry
)
delete from audit_waiting using linked where audit_waiting.entry = linked.entry
"""
HEAD = "insert into audit_head (sequence, hash, at, jws) values ($1, $2, $3, $4) on conflict do nothing"

events = structlog.get_logger()


async def seal() -> int:
    """Link every entry that waits, and sign the head; returns how many were linked. One at a time seals.

    None are while the chain's end is not the one that was signed: that is logged, and `check` tells more.
    """
    total = 0
    for _ in range(BITES_MAX):
        linked = await _seal_some()
        total += linked
        if linked < BITE:
            break
    return total


async def _find_end(connection: "asyncpg.Connection[asyncpg.Record]") -> tuple[int, bytes] | None:
    """The last link's number and hash; None when it is not the one that was signed.

    Links are made together with their head. To go on from another end would sign what somebody else wrote.
    """
    last = await connection.fetchrow(LAST)
    if last is None:
        return 0, FIRST
    sequence, before = last["sequence"], last["hash"]
    broken = check_signed(last["jws"] or "", sequence, before, await public_keys(connection))
    if broken:
        events.error("audit.not_sealed", broken=broken)
        return None
    return sequence, before


async def _seal_some() -> int:
    async with db.transaction(), db.connection() as connection:
        if not await connection.fetchval("select pg_try_advisory_xact_lock($1)", ADVISORY_LOCK):
            return 0
        rows = await connection.fetch(WAITING, BITE)
        if not rows:
            return 0
        end = await _find_end(connection)
        if end is None:
            return 0
        sequence, before = end
        hashes = []
        for row in rows:
            before = link(before, row)
            hashes.append(before)
        numbers = [sequence + place for place in range(1, len(rows) + 1)]
        await connection.execute(LINK, numbers, [row["id"] for row in rows], hashes)
        now = clock.now()
        head = {"sequence": numbers[-1], "hash": encode(before), "at": now.isoformat()}
        await connection.execute(HEAD, numbers[-1], before, now, sign(head))
    return len(rows)
