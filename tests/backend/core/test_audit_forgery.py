"""Somebody who has the database, but not the audit's key, writes the chain anew."""

from pathlib import Path
from typing import TypeAlias

import asyncpg
import pytest
from litestar import Litestar

from backend.core import audit, keys
from backend.core.audit.chain import link
from tests.backend.core.test_audit import write

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"

FORGE = """
update audit_entry set action = 'nothing' where id = (select entry from audit_link where sequence = 5)
"""
REWRITE = "update audit_link set hash = $2 where sequence = $1"
LATER = """
select sequence, hash, entry.id, at, action, actor_kind, actor, department, account, subject, case_id,
    facts::text as facts
from audit_link join audit_entry as entry on entry.id = audit_link.entry where sequence > 3 order by sequence
"""
# The city's own sealer is to sign the forged entries, from the last head on that is left alone.
LINK_AGAIN = """
with gone as (delete from audit_link where sequence > 3 returning entry)
insert into audit_waiting select entry from gone
"""


@pytest.fixture
async def _six_entries(clean: None, app: Litestar, tmp_path: Path) -> None:
    """An audit of six entries, with heads at the third and the sixth, both exported."""
    for _ in range(2):
        await write(3)
        await audit.seal()
    assert await audit.export(tmp_path) == 2


async def forge(connection: Connection) -> None:
    """Change the fifth entry, as nobody is to; the heads from then on are gone."""
    await connection.execute("set session_replication_role = replica")
    await connection.execute(FORGE)
    await connection.execute("delete from audit_head where sequence > 3")


async def link_anew(connection: Connection) -> None:
    """Write the links from the fourth on anew, so that each fits the one before it."""
    before = await connection.fetchval("select hash from audit_link where sequence = 3")
    for row in await connection.fetch(LATER):
        before = link(before, row)
        await connection.execute(REWRITE, row["sequence"], before)


async def find_broken(folder: Path, carried: Path | None = None) -> str:
    """What the check complains of; a text without a complaint, too."""
    return str((await audit.check(folder, carried)).broken)


@pytest.mark.usefixtures("_six_entries")
async def test_links_that_somebody_else_wrote_are_never_signed(
    connection: Connection, tmp_path: Path
) -> None:
    await forge(connection)
    await link_anew(connection)
    assert await find_broken(tmp_path) == "the chain up to entry 6 is not the one that was exported"
    # It does not help to lose the export as well, nor to wait for the sealer.
    (tmp_path / "audit" / "heads.jsonl").unlink()
    assert await find_broken(tmp_path) == "no signed head tells of the entries after 3"
    await write(1)
    assert await audit.seal() == 0
    assert await find_broken(tmp_path) == "no signed head tells of the entries after 3"


@pytest.mark.usefixtures("_six_entries")
async def test_entries_that_are_linked_again_are_not_those_that_were_exported(
    connection: Connection, tmp_path: Path
) -> None:
    heads, carried = tmp_path / "audit" / "heads.jsonl", tmp_path / "carried.jsonl"
    carried.write_bytes(heads.read_bytes())
    await forge(connection)
    await connection.execute(LINK_AGAIN)
    assert await audit.seal() == 3
    await write(1)
    assert await audit.seal() == 1
    # The export stays the witness that it is.
    assert await audit.export(tmp_path) == 0
    assert heads.read_bytes() == carried.read_bytes()
    assert await find_broken(tmp_path) == "the chain up to entry 6 is not the one that was exported"
    # Without it the copy tells that somebody carried away, and nothing else can.
    heads.unlink()
    assert await audit.export(tmp_path) == 3
    assert await find_broken(tmp_path) == "None"
    assert "up to entry 6 is not the one" in await find_broken(tmp_path, carried)


@pytest.mark.usefixtures("_six_entries")
async def test_a_copy_that_was_carried_away_may_be_older_but_not_empty(tmp_path: Path) -> None:
    heads, carried = tmp_path / "audit" / "heads.jsonl", tmp_path / "carried.jsonl"
    carried.write_bytes(heads.read_bytes())
    # Heads hold whichever key signed them.
    await keys.rotate("audit", force=True)
    await keys.ring().refresh()
    await write(1)
    assert await audit.seal() == 1
    assert await audit.export(tmp_path) == 1
    verdict = await audit.check(tmp_path, carried)
    assert (verdict.entries, verdict.heads, verdict.broken) == (7, 3, None)
    carried.write_text("{}\n")
    assert await find_broken(tmp_path, carried) == "the copy that was carried away tells of no head"
