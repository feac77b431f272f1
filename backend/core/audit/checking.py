"""Whether the audit still says what it said: chain, signed heads, and the export outside the database."""

from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import TypeAlias

import asyncpg
import jwt
import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from backend.core import db
from backend.core.audit.chain import FIRST, encode, link
from backend.core.audit.exporting import Exported
from backend.core.keys.secrets import open_secret
from backend.core.sealing import SealError

BITE = 5_000
# Looking for strangers reads the whole audit at once, on the server.
STRANGE_SECONDS = 3_600

LINKS = """
select sequence, hash, entry.id, at, action, actor_kind, actor, department, account, subject, case_id,
    facts::text as facts
from audit_link left join audit_entry as entry on entry.id = audit_link.entry
where sequence > $1 order by sequence limit $2
"""
HEADS = "select sequence, hash, jws from audit_head where sequence > $1 and sequence <= $2 order by sequence"
LAST_HEAD = "select coalesce(max(sequence), 0) from audit_head"
# Neither linked nor waiting: it was put there by somebody else.
STRANGE = """
select id from audit_entry where not exists (select from audit_link where entry = audit_entry.id)
    and not exists (select from audit_waiting where entry = audit_entry.id) order by id limit 1
"""
GONE = """
select entry from audit_waiting where not exists (select from audit_entry where id = entry) limit 1
"""
KEYS = "select kid, private_sealed from signing_key where purpose = 'audit'"

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"


class Verdict(msgspec.Struct, frozen=True):
    """How many entries hold, how many signed heads, and what does not; None when all is well."""

    entries: int
    heads: int
    broken: str | None


async def check(folder: Path) -> Verdict:
    """Go through the whole audit, in flat memory, while entries are written; `folder` has the export."""
    exported = Exported(folder)
    async with db.connection() as connection:
        public = {row["kid"]: _public(row) for row in await connection.fetch(KEYS)}
        promised = await connection.fetchval(LAST_HEAD)
        before, sequence, heads = FIRST, 0, 0
        async for rows in _links(connection):
            known = {sequence: before}
            for row in rows:
                broken = _check_link(row, sequence + 1, before)
                if broken:
                    return Verdict(sequence, heads, broken)
                sequence += 1
                before = known[sequence] = row["hash"]
            signed = await connection.fetch(HEADS, min(known), sequence)
            broken = _check_heads(signed, known, public) or _check_export(signed, known, exported)
            if broken:
                return Verdict(sequence, heads, broken)
            heads += len(signed)
        return Verdict(sequence, heads, await _check_rest(connection, sequence, promised, exported))


def _public(row: asyncpg.Record) -> bytes:
    """The public part, made from the sealed one: who has only the database can put no other key there."""
    try:
        return open_secret(row["kid"], row["private_sealed"])[32:]
    except SealError:
        return b""


async def _links(connection: Connection) -> AsyncIterator[list[asyncpg.Record]]:
    last = 0
    while rows := await connection.fetch(LINKS, last, BITE):
        yield rows
        last = rows[-1]["sequence"]


def _check_link(row: asyncpg.Record, sequence: int, before: bytes) -> str | None:
    if row["sequence"] != sequence:
        return f"entry {sequence} is missing from the chain"
    if row["id"] is None:
        return f"entry {sequence} was removed"
    if link(before, row) != row["hash"]:
        return f"entry {sequence} ({row['id']}) does not say what it said"
    return None


def _check_heads(
    signed: list[asyncpg.Record], known: Mapping[int, bytes], public: Mapping[str, bytes]
) -> str | None:
    for row in signed:
        sequence = row["sequence"]
        try:
            kid = jwt.get_unverified_header(row["jws"])["kid"]
            said = jwt.decode(row["jws"], Ed25519PublicKey.from_public_bytes(public[kid]), ["EdDSA"])
        except (jwt.PyJWTError, KeyError, ValueError):
            return f"the head of entry {sequence} is not signed by the audit"
        if (said.get("sequence"), said.get("hash")) != (sequence, encode(known[sequence])):
            return f"the chain up to entry {sequence} is not the one that was signed"
    return None


def _check_export(signed: list[asyncpg.Record], known: Mapping[int, bytes], exported: Exported) -> str | None:
    """What the export says of the heads in this bite: the same chain, and of each of them."""
    heads = {row["sequence"] for row in signed}
    for head in exported.until(max(known)):
        sequence = head.sequence
        if sequence in known and head.hash != encode(known[sequence]):
            return f"the chain up to entry {sequence} is not the one that was exported"
        if sequence not in heads:
            return f"the export tells of a head at entry {sequence} that is not there any more"
        heads.remove(sequence)
    lost = [sequence for sequence in heads if sequence <= exported.last]
    return f"the export does not tell of the head at entry {min(lost)} any more" if lost else None


async def _check_rest(connection: Connection, sequence: int, promised: int, exported: Exported) -> str | None:
    """Heads beyond the chain, or that only the export has, tell of an end that was cut off."""
    if promised > sequence:
        return f"entries after {sequence} are missing: a signed head tells of entry {promised}"
    if exported.ahead is not None:
        return f"the export tells of a head at entry {exported.ahead.sequence} that is not there any more"
    gone = await connection.fetchval(GONE)
    if gone:
        return f"entry {gone} was removed before it was linked"
    strange = await connection.fetchval(STRANGE, timeout=STRANGE_SECONDS)
    return f"entry {strange} was not written by the city" if strange else None
