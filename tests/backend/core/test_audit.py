"""The audit: chained, signed, and whoever changes it later is found out."""

import asyncio
import uuid
from collections.abc import Awaitable, Callable
from pathlib import Path

import asyncpg
import pytest
from litestar import Litestar

from backend.core import audit, db
from backend.core.audit import By

Connection = asyncpg.Connection
Spoil = Callable[["asyncpg.Connection[asyncpg.Record]"], Awaitable[object]]


async def write(number: int) -> None:
    """Some entries, each in a transaction of its own."""
    for place in range(number):
        async with db.transaction():
            await audit.note("look", By("staff", uuid.uuid4(), "tax"), account=uuid.uuid4(), place=place)


@pytest.mark.usefixtures("clean")
async def test_what_is_written_is_linked_signed_exported_and_holds(app: Litestar, tmp_path: Path) -> None:
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


THIRD = "(select entry from audit_link where sequence = 3)"
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
