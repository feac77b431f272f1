"""Whether the audit still says what it said: chain, signed heads, and the export outside the database."""

from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import asyncpg
import jwt
import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from backend.core import db
from backend.core.audit.chain import FIRST, link
from backend.core.audit.sealing import Head, encode, read_export

BITE = 5_000

LINKS = """
select sequence, hash, entry.id, at, action, actor_kind, actor, department, account, subject, case_id,
    facts::text as facts
from audit_link left join audit_entry as entry on entry.id = audit_link.entry
where sequence > $1 order by sequence limit $2
"""
HEADS = (
    "select sequence, hash, at, jws from audit_head where sequence > $1 and sequence <= $2 order by sequence"
)
LATER = "select sequence from audit_head where sequence > $1 order by sequence limit 1"
# Neither linked nor waiting: it was put there by somebody else.
STRANGE = """
select id from audit_entry where not exists (select from audit_link where entry = audit_entry.id)
    and not exists (select from audit_waiting where entry = audit_entry.id) order by id limit 1
"""
KEYS = "select kid, public from signing_key where purpose = 'audit'"


class Verdict(msgspec.Struct, frozen=True):
    """How many entries hold, how many signed heads, and what does not; None when all is well."""

    entries: int
    heads: int
    broken: str | None


async def check(folder: Path) -> Verdict:
    """Go through the whole audit, in flat memory; `folder` has the export in `audit/heads.jsonl`."""
    exported = {head.sequence: head for head in read_export(folder / "audit" / "heads.jsonl")}
    async with db.connection() as connection:
        public = {row["kid"]: row["public"] for row in await connection.fetch(KEYS)}
        before, sequence, heads = FIRST, 0, 0
        async for rows in _links(connection):
            first = sequence
            known: dict[int, bytes] = {}
            for row in rows:
                sequence += 1
                broken = _check_link(row, sequence, before)
                if broken:
                    return Verdict(sequence - 1, heads, broken)
                before = known[sequence] = row["hash"]
            for head in await connection.fetch(HEADS, first, sequence):
                broken = _check_head(head, known, public, exported.pop(head["sequence"], None))
                if broken:
                    return Verdict(sequence, heads, broken)
                heads += 1
        return Verdict(sequence, heads, await _check_rest(connection, sequence, exported))


async def _links(
    connection: "asyncpg.Connection[asyncpg.Record]",
) -> AsyncIterator[list[asyncpg.Record]]:
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


def _check_head(
    row: asyncpg.Record, known: Mapping[int, bytes], public: Mapping[str, bytes], exported: Head | None
) -> str | None:
    sequence = row["sequence"]
    try:
        kid = jwt.get_unverified_header(row["jws"])["kid"]
        key = Ed25519PublicKey.from_public_bytes(public[kid])
        said = jwt.decode(row["jws"], key, ["EdDSA"])
    except (jwt.PyJWTError, KeyError):
        return f"the head of entry {sequence} is not signed by the audit"
    now = encode(known[sequence])
    if (said.get("sequence"), said.get("hash")) != (sequence, now):
        return f"the chain up to entry {sequence} is not the one that was signed"
    if exported is not None and exported.hash != now:
        return f"the chain up to entry {sequence} is not the one that was exported"
    return None


async def _check_rest(
    connection: "asyncpg.Connection[asyncpg.Record]", sequence: int, exported: Mapping[int, Head]
) -> str | None:
    """Heads beyond the chain, or that only the export has, tell of an end that was cut off."""
    later = await connection.fetchval(LATER, sequence)
    if later is not None:
        return f"entries after {sequence} are missing: a signed head tells of entry {later}"
    if exported:
        return f"the export tells of a head at entry {min(exported)} that is not there any more"
    strange = await connection.fetchval(STRANGE)
    return f"entry {strange} was not written by the city" if strange else None
