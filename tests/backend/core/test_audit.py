"""The audit: chained, signed, and whoever changes it later is found out."""

import asyncio
import uuid
from collections.abc import Awaitable, Callable
from pathlib import Path

import asyncpg
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from litestar import Litestar

from backend.core import audit, db, keys
from backend.core.audit import By
from backend.core.audit.chain import encode

Connection = asyncpg.Connection
Spoil = Callable[["asyncpg.Connection[asyncpg.Record]"], Awaitable[object]]


async def write(number: int) -> None:
    """Some entries, each in a transaction of its own."""
    for place in range(number):
        async with db.transaction():
            await audit.note("look", By("staff", uuid.uuid4(), "tax"), account=uuid.uuid4(), place=place)


@pytest.mark.usefixtures("clean")
async def test_what_is_written_is_linked_signed_exported_and_holds(
    app: Litestar, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backend.core.audit.checking.BITE", 2)
    await write(3)
    assert await audit.seal() == 3
    await write(2)
    assert sum(await asyncio.gather(audit.seal(), audit.seal())) == 2
    assert await audit.seal() == 0
    assert await audit.export(tmp_path) == 2
    assert await audit.export(tmp_path) == 0
    verdict = await audit.check(tmp_path)
    assert (verdict.entries, verdict.heads, verdict.broken) == (5, 2, None)


@pytest.mark.usefixtures("clean")
async def test_an_entry_that_commits_late_is_linked_late(app: Litestar, tmp_path: Path) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slow() -> None:
        async with db.transaction():
            await audit.note("look", By("city"), account=uuid.uuid4())
            begun.set()
            await go_on.wait()

    waiting = asyncio.create_task(slow())
    await begun.wait()
    await write(2)
    assert await audit.seal() == 2
    go_on.set()
    await waiting
    assert await audit.seal() == 1
    assert (await audit.check(tmp_path)).broken is None


@pytest.mark.usefixtures("clean")
async def test_without_its_transaction_there_is_no_entry(app: Litestar) -> None:
    with pytest.raises(RuntimeError):
        await audit.note("look", By("city"))

    async def fail() -> None:
        async with db.transaction():
            await audit.note("look", By("city"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert await audit.seal() == 0


@pytest.mark.usefixtures("clean")
async def test_an_export_that_was_cut_off_is_written_on(app: Litestar, tmp_path: Path) -> None:
    heads = tmp_path / "audit" / "heads.jsonl"
    for _ in range(3):
        await write(1)
        await audit.seal()
    assert await audit.export(tmp_path) == 3
    whole = heads.read_bytes()
    heads.write_bytes(whole[:-40])
    assert await audit.export(tmp_path) == 1
    assert (await audit.check(tmp_path)).broken is None
    # A line in its middle that is not there any more has been taken out.
    first, _, third = whole.splitlines(keepends=True)
    heads.write_bytes(first + third)
    assert "does not tell of the head at entry 2" in str((await audit.check(tmp_path)).broken)
    heads.write_bytes(first + whole)
    assert "at entry 1" in str((await audit.check(tmp_path)).broken)


THIRD = "(select entry from audit_link where sequence = 3)"
FIFTH = "(select entry from audit_link where sequence = 5)"
FORGED = "sha256('forged'::bytea)"
STRANGE = """
insert into audit_entry
values (gen_random_uuid(), now(), 'look', 'city', null, null, null, null, null, '{}')
"""
ANEW = """
with gone as (delete from audit_link returning entry) insert into audit_waiting select entry from gone
"""


@pytest.mark.usefixtures("clean")
@pytest.mark.parametrize(
    ("statement", "complaint"),
    [
        (
            f"update audit_entry set account = gen_random_uuid() where id = {THIRD}",
            "does not say what it said",
        ),
        (f"update audit_entry set facts = '{{}}' where id = {THIRD}", "entry 3"),
        (f"update audit_entry set at = at + interval '1 second' where id = {THIRD}", "entry 3"),
        (f"delete from audit_entry where id = {THIRD}", "entry 3 was removed"),
        ("delete from audit_link where sequence = 3", "entry 3 is missing"),
        ("delete from audit_link where sequence > 3", "entries after 3 are missing"),
        (f"update audit_link set hash = {FORGED} where sequence = 6", "entry 6"),
        (f"update audit_head set hash = {FORGED}, jws = 'a.b.c'", "is not signed by the audit"),
        (STRANGE, "was not written by the city"),
    ],
)
async def test_whatever_is_changed_is_named(
    app: Litestar,
    connection: "asyncpg.Connection[asyncpg.Record]",
    tmp_path: Path,
    statement: str,
    complaint: str,
) -> None:
    await write(6)
    await audit.seal()
    await connection.execute("set session_replication_role = replica")
    await connection.execute(statement)
    broken = (await audit.check(tmp_path)).broken
    assert broken is not None
    assert complaint in broken


@pytest.mark.usefixtures("clean")
async def test_an_entry_that_vanishes_before_it_is_linked_is_missed(
    app: Litestar, connection: "asyncpg.Connection[asyncpg.Record]", tmp_path: Path
) -> None:
    await write(2)
    await connection.execute("set session_replication_role = replica")
    gone = await connection.fetchval("delete from audit_entry where facts ->> 'place' = '0' returning id")
    assert await audit.seal() == 1
    assert (await audit.check(tmp_path)).broken == f"entry {gone} was removed before it was linked"


@pytest.mark.usefixtures("clean")
async def test_an_end_that_was_cut_off_without_a_trace_was_exported(
    app: Litestar, connection: "asyncpg.Connection[asyncpg.Record]", tmp_path: Path
) -> None:
    for number in (4, 2):
        await write(number)
        await audit.seal()
    await audit.export(tmp_path)
    await connection.execute("set session_replication_role = replica")
    await connection.execute("delete from audit_entry using audit_link where entry = id and sequence > 4")
    await connection.execute("delete from audit_link where sequence > 4")
    await connection.execute("delete from audit_head where sequence > 4")
    verdict = await audit.check(tmp_path)
    assert (verdict.entries, verdict.heads) == (4, 1)
    assert verdict.broken == "the export tells of a head at entry 6 that is not there any more"
    # What is written on top of it does not hide it.
    await write(3)
    await audit.seal()
    assert "entry 6" in str((await audit.check(tmp_path)).broken)


@pytest.mark.usefixtures("clean")
async def test_a_chain_from_the_middle_on_with_another_key_is_not_the_audits(
    app: Litestar,
    connection: "asyncpg.Connection[asyncpg.Record]",
    tmp_path: Path,
) -> None:
    await write(3)
    await audit.seal()
    await write(3)
    await audit.seal()
    # Whoever has the database alone makes a key, puts its public part there, and signs with it.
    key = Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes_raw()
    await connection.execute("update audit_entry set action = 'nothing' where id = " + FIFTH)
    await connection.execute("delete from audit_head where sequence > 3")
    await connection.execute(
        "with gone as (delete from audit_link where sequence > 3 returning entry)"
        " insert into audit_waiting select entry from gone"
    )
    kid = keys.ring().current("audit").kid
    told = await connection.fetchval("select public from signing_key where kid = $1", kid)
    await connection.execute("update signing_key set public = $2 where kid = $1", kid, public)
    assert await audit.seal() == 3
    last = await connection.fetchval("select hash from audit_head where sequence = 6")
    forged = jwt.encode({"sequence": 6, "hash": encode(last)}, key, "EdDSA", headers={"kid": kid})
    await connection.execute("update audit_head set jws = $1 where sequence = 6", forged)
    broken = (await audit.check(tmp_path)).broken
    await connection.execute("update signing_key set public = $2 where kid = $1", kid, told)
    assert broken == "the head of entry 6 is not signed by the audit"


@pytest.mark.usefixtures("clean")
async def test_a_chain_that_was_written_anew_is_not_the_one_that_was_exported(
    app: Litestar, connection: "asyncpg.Connection[asyncpg.Record]", tmp_path: Path
) -> None:
    await write(4)
    await audit.seal()
    await audit.export(tmp_path)
    # Whoever has the database and the key can sign another chain, but not what was carried away.
    await connection.execute("update audit_entry set action = 'nothing'")
    await connection.execute("delete from audit_head")
    await connection.execute(ANEW)
    assert await audit.seal() == 4
    broken = (await audit.check(tmp_path)).broken
    assert broken is not None
    assert "exported" in broken
