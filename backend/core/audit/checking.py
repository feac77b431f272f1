"""Whether the audit still says what it said: chain, signed heads, and the export outside the database."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import TypeAlias

import asyncpg
import msgspec

from backend.core import db
from backend.core.audit.chain import FIRST
from backend.core.audit.exporting import Exported, file_in
from backend.core.audit.judging import check_end, check_exports, check_heads, check_link
from backend.core.audit.signing import public_keys

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

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"


class Verdict(msgspec.Struct, frozen=True):
    """How many entries hold, how many signed heads, and what does not; None when all is well."""

    entries: int
    heads: int
    broken: str | None


async def check(folder: Path, carried: Path | None = None) -> Verdict:
    """Go through the whole audit, in flat memory, while entries are written.

    `folder` has the export; `carried` is a copy of it that was taken away, and may be older.
    """
    exports = [Exported(file) for file in (file_in(folder), carried) if file is not None]
    if carried is not None and exports[-1].last == 0:
        return Verdict(0, 0, "the copy that was carried away tells of no head")
    async with db.connection() as connection:
        public = await public_keys(connection)
        promised = await connection.fetchval(LAST_HEAD)
        before, sequence, heads, covered = FIRST, 0, 0, 0
        async for rows in _links(connection):
            known = {sequence: before}
            for row in rows:
                broken = check_link(row, sequence + 1, before)
                if broken:
                    return Verdict(sequence, heads, broken)
                sequence += 1
                before = known[sequence] = row["hash"]
            signed = await connection.fetch(HEADS, min(known), sequence)
            broken = check_heads(signed, known, public) or check_exports(signed, known, exports)
            if broken:
                return Verdict(sequence, heads, broken)
            heads += len(signed)
            covered = max((row["sequence"] for row in signed), default=covered)
        broken = check_end(sequence, promised, covered, exports) or await _check_unlinked(connection)
        return Verdict(sequence, heads, broken)


async def _links(connection: Connection) -> AsyncIterator[list[asyncpg.Record]]:
    last = 0
    while rows := await connection.fetch(LINKS, last, BITE):
        yield rows
        last = rows[-1]["sequence"]


async def _check_unlinked(connection: Connection) -> str | None:
    gone = await connection.fetchval(GONE)
    if gone:
        return f"entry {gone} was removed before it was linked"
    strange = await connection.fetchval(STRANGE, timeout=STRANGE_SECONDS)
    return f"entry {strange} was not written by the city" if strange else None
