"""Linking what has been committed, and signing how far the chain has come."""

from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from backend.core import clock, db, keys
from backend.core.audit.chain import FIRST, encode, link

BITE = 1_000
BITES_MAX = 200
ADVISORY_LOCK = 0x59494D41  # "YIMA"

# An entry waits from its commit until it is linked, so that one that commits late is linked late.
WAITING = """
select entry.id, at, action, actor_kind, actor, department, account, subject, case_id, facts::text as facts
from audit_waiting join audit_entry as entry on entry.id = audit_waiting.entry
order by entry.id limit $1
"""
LAST = "select sequence, hash from audit_link order by sequence desc limit 1"
LINK = """
with linked as (
    insert into audit_link (sequence, entry, hash)
    select * from unnest($1::bigint[], $2::uuid[], $3::bytea[]) returning entry
)
delete from audit_waiting using linked where audit_waiting.entry = linked.entry
"""
HEAD = "insert into audit_head (sequence, hash, at, jws) values ($1, $2, $3, $4) on conflict do nothing"


async def seal() -> int:
    """Link every entry that waits, and sign the head; returns how many were linked. One at a time seals."""
    total = 0
    for _ in range(BITES_MAX):
        linked = await _seal_some()
        total += linked
        if linked < BITE:
            break
    return total


async def _seal_some() -> int:
    async with db.transaction(), db.connection() as connection:
        if not await connection.fetchval("select pg_try_advisory_xact_lock($1)", ADVISORY_LOCK):
            return 0
        rows = await connection.fetch(WAITING, BITE)
        if not rows:
            return 0
        last = await connection.fetchrow(LAST)
        sequence, before = (last["sequence"], last["hash"]) if last else (0, FIRST)
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


def sign(head: dict[str, Any]) -> str:
    """A head as a JWS by the audit's own key."""
    key = keys.ring().current("audit")
    signer = Ed25519PrivateKey.from_private_bytes(key.secret[:32])
    return jwt.encode(head, signer, "EdDSA", headers={"kid": key.kid, "typ": "yima-audit-head"})
