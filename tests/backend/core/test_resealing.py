"""Another key for what is sealed, while the city runs."""

import asyncio
from collections.abc import Iterator
from typing import TypeAlias

import asyncpg
import httpx
import pytest
from litestar import Litestar

from backend.core import resealing, sealing
from backend.core.resealing.walking import reseal, walk
from backend.worker import SEALED
from tests.conftest import SignIn

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"

SEALED_COLUMNS = """
select table_name, column_name from information_schema.columns
where table_schema = 'public' and column_name like '%\\_sealed' and data_type = 'bytea'
"""
ADD_SUBJECT = """
insert into subject (id, kind, index, identifier_sealed, created_at)
values (gen_random_uuid(), 'resident', sha256(gen_random_uuid()::text::bytea), $1, now())
"""


@pytest.fixture
def _first_generation(clean: None) -> Iterator[None]:
    """An empty city that seals with its first key, also afterwards."""
    sealing.use_generation(1)
    yield
    sealing.use_generation(1)


async def test_every_sealed_column_is_known(app: Litestar, connection: Connection) -> None:
    rows = await connection.fetch(SEALED_COLUMNS)
    assert {(row["table_name"], row["column_name"]) for row in rows} == {
        (one.table, one.column) for one in SEALED
    }


@pytest.mark.usefixtures("_first_generation")
async def test_everything_is_sealed_anew_while_people_go_on(
    resident: httpx.AsyncClient,
    sign_in: SignIn,
    connection: Connection,
) -> None:
    before = await connection.fetchrow("select phone_sealed, phone_index from account limit 1")
    assert before is not None
    mine = (await resident.get("/v1/me")).json()
    assert await resealing.begin() == 2
    assert await resealing.begin() == 2
    assert await resealing.count_old(SEALED) > 0
    # Whoever begins it is killed, and leaves it to the next one; people come and go meanwhile.
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(resealing.go_on(SEALED, settle_seconds=60), timeout=0.1)
    newcomer = await sign_in("13800000002", "李淑兰", "131099195707200036")
    both = await asyncio.gather(
        resealing.go_on(SEALED, settle_seconds=0), resealing.go_on(SEALED, settle_seconds=0)
    )
    assert both.count(None) >= 1
    assert await resealing.count_old(SEALED) == 0
    assert (await resident.get("/v1/me")).json() == mine
    assert (await newcomer.get("/v1/me")).json()["name_masked"] == "李**"
    after = await connection.fetchrow("select phone_sealed, phone_index from account order by id limit 1")
    assert after is not None
    assert after["phone_sealed"] != before["phone_sealed"]
    # A value out of an old backup still opens, and the index by which a phone is found is the same.
    assert sealing.unseal(before["phone_sealed"], field="account.phone").startswith("+86138")
    indexes = await connection.fetch("select phone_index from account")
    assert before["phone_index"] in {row["phone_index"] for row in indexes}
    assert await resealing.go_on(SEALED, settle_seconds=0) is None


@pytest.mark.usefixtures("_first_generation")
async def test_what_another_process_sealed_with_a_newer_key_opens(app: Litestar) -> None:
    sealing.use_generation(2)
    value = sealing.seal("13800000001", field="account.phone")
    sealing.use_generation(1)
    assert not sealing.is_current(value)
    assert sealing.unseal(value, field="account.phone") == "13800000001"
    with pytest.raises(sealing.SealError):
        sealing.unseal(b"\x01zzzz" + value[5:], field="account.phone")


@pytest.mark.usefixtures("_first_generation")
async def test_what_a_slow_transaction_sealed_before_is_sealed_anew_too(connection: Connection) -> None:
    async with connection.transaction():
        await connection.execute(ADD_SUBJECT, sealing.seal("131099199003071238", field="subject.identifier"))
        await resealing.begin()
        going = asyncio.create_task(resealing.go_on(SEALED, settle_seconds=0))
        assert await asyncio.wait({going}, timeout=0.7) == (set(), {going})
    assert await going == 1
    assert await resealing.count_old(SEALED) == 0


@pytest.mark.usefixtures("_first_generation")
async def test_nobody_waits_for_a_row_that_is_in_use(
    connection: Connection,
) -> None:
    values = [sealing.seal(str(number), field="subject.identifier") for number in range(3)]
    await connection.executemany(ADD_SUBJECT, [(value,) for value in values])
    held = connection.transaction()
    await held.start()
    await connection.execute(
        "update subject set created_at = now() where id = (select id from subject limit 1)"
    )
    await resealing.begin()
    (subjects,) = [column for column in SEALED if column.table == "subject"]
    async for rows in walk(subjects):
        assert await reseal(subjects, rows) == (2, 1)
    await held.commit()
    assert await resealing.count_old([subjects]) == 1


@pytest.mark.usefixtures("_first_generation")
async def test_a_value_that_opens_no_more_keeps_nobody_from_sealing_the_others(
    connection: Connection, capsys: pytest.CaptureFixture[str]
) -> None:
    values = [sealing.seal(str(number), field="subject.identifier") for number in range(3)]
    for value in (values[0], values[1][:-1] + bytes([values[1][-1] ^ 1]), values[2]):
        await connection.execute(ADD_SUBJECT, value)
    await resealing.begin()
    assert await resealing.go_on(SEALED, settle_seconds=0) == 2
    assert "sealing.spoilt" in capsys.readouterr().out
    assert await resealing.go_on(SEALED, settle_seconds=0) is None
