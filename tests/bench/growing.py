"""A bench's city, grown: many residents with phones, and records of many days."""

from collections.abc import Iterator
from datetime import date, timedelta

from backend.core import clock
from backend.core.batches import Connection
from backend.credentials.service import issuer_keys
from tests.bench import phones

DAYS = 20
# So many rows a statement, so that none keeps more in memory than a small server has.
CHUNK = 500_000

# Ids follow from numbers, so that each table is filled by itself. The last 20,000 days cover all ages.
ACCOUNTS = """
insert into account
    (id, phone_sealed, phone_index, name_sealed, id_number_sealed, id_number_index, born_on, created_at)
select md5('account' || n)::uuid, 'x', int4send(n), 'x', 'x', int4send(n), date '1950-01-01' + n % 20000,
    now()
from generate_series($1::int, $2::int) n
"""
DEVICES = """
insert into device (id, account, token_hash, label, created_at, last_seen_at, confirmed_at)
select md5('device' || n)::uuid, md5('account' || n)::uuid, int4send(n), 'bench', now(), now(), now()
from generate_series($1::int, $2::int) n
"""
SESSIONS = """
insert into session (id, account, device, created_at, expires_at)
select md5('session' || n)::uuid, md5('account' || n)::uuid, md5('device' || n)::uuid, now(),
    now() + interval '1 day'
from generate_series($1::int, $2::int) n
"""
# Of another key, so that none of the codes that are verified is among them.
REVOCATIONS = """
insert into credential_revocation (kid, shard, place, because, revoked_at, expires_at)
select $3, n >> 20, n & 1048575, 'ended', now(), now() + interval '1 day'
from generate_series($1::int, $2::int) n
"""
VERIFICATIONS = """
insert into {table}
    (day, cid, slot, id, number, reader, venue, organisation, attempt, at, scene, shown, counter, mark)
select $3::date, uuid_send(gen_random_uuid()), n % 2 * n, gen_random_uuid(), 1 + floor(random() * $4)::bigint,
    id, venue, organisation, gen_random_uuid(), $3::date + n * interval '1 millisecond', 'library',
    'is-adult', case n % 2 when 1 then n % 65536 end, case n % 2 when 1 then int8send(n) end
from generate_series($1::int, $2::int) n, (select id, venue, organisation from reader limit 1) as reader
"""
OFFLINE = """
insert into {table}
    (day, key, sequence, cid, slot, counter, mark, kid, status, id, number, reader, venue, organisation, at,
    received_at, scene, shown, reason, degraded)
select $3::date, md5('key')::uuid, $5 + n, uuid_send(gen_random_uuid()), n, n % 65536, int8send(n), 1, n,
    gen_random_uuid(), 1 + floor(random() * $4)::bigint, id, venue, organisation,
    $3::date + n * interval '1 millisecond', now(), 'library', 'is-adult', null, false
from generate_series($1::int, $2::int) n, (select id, venue, organisation from reader limit 1) as reader
"""
REFUSALS = """
insert into refusal (cid, reader, attempt, id, number, venue, organisation, at, scene, reason)
select cid, reader, attempt, gen_random_uuid(), number, venue, organisation, at, scene, 'replayed'
from verification where day = $1 and slot = 0 limit $2
"""
USES = """
insert into credential_use select day, cid, counter from verification where day = $1 and slot > 0
on conflict do nothing
"""


async def grow(connection: Connection, residents: int, records: int) -> None:
    """Let the city have so many residents with a phone, and so many records."""
    # What is made here refers to what is made here; asking for each row would take most of the time.
    await connection.execute("set session_replication_role = replica; set synchronous_commit = off")
    await _add_residents(connection, residents)
    today = clock.now().date()
    for place in range(DAYS):
        day = today - timedelta(days=place)
        await _fill_day(connection, "verification", VERIFICATIONS, day, records // DAYS // 2, residents)
        rows = records // DAYS // 2
        await _fill_day(connection, "offline_verification", OFFLINE, day, rows, residents, place * rows)
    await connection.execute(USES, today)
    await connection.execute(REFUSALS, today, records // DAYS // 20)
    await connection.execute("vacuum analyze")


async def _add_residents(connection: Connection, residents: int) -> None:
    there = await connection.fetchval("select max(number) from account")
    for statement, *values in (
        (ACCOUNTS,), (DEVICES,), (SESSIONS,), (REVOCATIONS, issuer_keys().kid + 1),
    ):  # fmt: skip
        for first, last in _chunks(there + 1, residents):
            await connection.execute(statement, first, last, *values)
    await connection.execute("analyze")
    for first, last in _chunks(there + 1, residents):
        await phones.give(connection, first, last)


async def _fill_day(
    connection: Connection, parent: str, statement: str, day: date, rows: int, *values: int
) -> None:
    """One day's records; a day without a table gets it full, for its indexes are built faster afterwards."""
    table = f"{parent}_{day:%Y%m%d}"
    is_new = await connection.fetchval("select to_regclass($1)", table) is None
    if is_new:
        await connection.execute(
            f"create table {table} (like {parent} including defaults including constraints)"
        )
    for first, last in _chunks(1, rows):
        await connection.execute(statement.format(table=table), first, last, day, *values)
    if is_new:
        await connection.execute(
            f"alter table {parent} attach partition {table}"
            f" for values from ('{day}') to ('{day + timedelta(days=1)}')"
        )


def _chunks(first: int, last: int) -> Iterator[tuple[int, int]]:
    for start in range(first, last + 1, CHUNK):
        yield start, min(start + CHUNK - 1, last)
