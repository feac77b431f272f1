"""A bench's city with applicants and a clerk, and a million applications that were made before."""

import random
from collections.abc import Sequence
from datetime import timedelta

import msgspec

from backend.applications.service.sealed import Document, seal_document
from backend.core import clock
from backend.core.batches import Connection
from backend.core.ids import id_at, new_id
from backend.core.sealing import seal
from backend.places.service.divisions import divisions
from backend.services.service import services

CHUNK = 100_000
SEED = 20_261_125
DAYS = 700
HOME = "131003001001"

APPLICANTS = """
with person as (
    update account set id_number_index = sha256(int8send(number)), name_sealed = $2, phone_sealed = $3
    where number = any($1) returning number
)
insert into subject (id, kind, index, identifier_sealed, created_at)
select md5('subject' || number)::uuid, 'resident', sha256(int8send(number)), 'x', now() from person
"""
HOMES = """
insert into record (id, version, register, source, external_id, subject, facts, digest, as_of, received_at)
select gen_random_uuid(), 1, 'population', 'public-security', 'p' || number, md5('subject' || number)::uuid,
    $2, 'x', now(), now()
from unnest($1::bigint[]) as number
"""
NAMES = "update account set name_sealed = $1, phone_sealed = $2"
POST = """
insert into staff_post (id, account, department, division, role, added_at, added_by)
select $1, id, $3, $4, 'clerk', now(), id from account where number = $2
"""
# Nine of ten are over; of the rest as many wait for acceptance as for a decision.
APPLICATIONS = """
insert into application (id, number, service, account, subject, department, division, state, version,
    answers_sealed, submitted_at, accepted_at, due_on, decided_at, ended_at, certificate,
    certificate_register, created_at, updated_at)
select made.id, 'LF2500-' || left(lpad(to_hex(n), 8, '0'), 4) || '-' || right(lpad(to_hex(n), 8, '0'), 4),
    made.service, owner.id, md5('subject' || owner.number)::uuid, made.department, made.division, made.state,
    4, $7, made.at, case when made.state <> 'submitted' then made.at end,
    case when made.state <> 'submitted' then made.at::date + 30 end,
    case when made.state = 'delivered' then made.at end, case when made.state = 'delivered' then made.at end,
    case when made.state = 'delivered' then md5('record' || n)::uuid end,
    case when made.state = 'delivered' then 'pension' end, made.at, made.at
from unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::text[])
    with ordinality as made (id, at, service, department, division, state, place)
cross join lateral (select $8::int + made.place::int as n) as numbered
join owner on owner.place = 1 + n % $9::int
"""
EVENTS = """
insert into application_event (id, application, version, at, kind, actor_kind, actor, from_state, to_state)
select gen_random_uuid(), id, version.n, submitted_at, version.kind, 'applicant', account, null, state
from application
cross join (values (1, 'created'), (3, 'submitted'), (4, 'accepted')) as version (n, kind)
where id = any($1)
"""
MESSAGES = """
insert into message (id, account, kind, facts, key, at, read_at)
select gen_random_uuid(), account, 'application-accepted', '{}', 'grown:' || id, submitted_at, submitted_at
from application where id = any($1)
"""
AUDIT = """
insert into audit_entry (id, at, action, actor_kind, actor, department, account, subject, case_id, facts)
select gen_random_uuid(), submitted_at, 'look', 'staff', account, department, account, subject, id,
    '{"fields": [], "purpose": "desk", "registers": []}'
from application where id = any($1)
"""
RECORDS = """
insert into record (id, version, register, source, external_id, subject, facts, digest, valid_from, valid_to,
    as_of, received_at, origin)
select certificate, 1, certificate_register, 'yima', id::text, subject, '{}', 'x', submitted_at::date,
    submitted_at::date + 365, submitted_at, submitted_at, id
from application where id = any($1) and certificate is not null
"""


async def settle(connection: Connection, numbers: Sequence[int], clerk: int, department: str) -> None:
    """Let the residents with `numbers` be known to registers, and `clerk` have a desk in their county."""
    name, phone = seal("张小明", field="account.name"), seal("+8613800000001", field="account.phone")
    await connection.execute(NAMES, name, phone)
    await connection.execute(APPLICANTS, list(numbers), name, phone)
    facts = {"sex": "male", "birth_date": "1960-01-01", "home_division": HOME}
    await connection.execute(HOMES, list(numbers), msgspec.json.encode(facts).decode())
    await connection.execute(POST, new_id(), clerk, department, HOME[:6])
    await connection.execute("vacuum analyze")


async def store(connection: Connection, count: int) -> None:
    """Add `count` applications of all services and places, with all that they left in other tables."""
    await connection.execute(
        "set session_replication_role = replica; set synchronous_commit = off;"
        "create temporary table owner as select id, number, row_number() over () as place from account"
    )
    owners = await connection.fetchval("select count(*) from owner")
    sealed = seal_document(Document({"who": "self", "contact_phone": "13800000001", "declaration": True}))
    draw = random.Random(SEED)
    for first in range(0, count, CHUNK):
        columns = _draw(draw, first, min(CHUNK, count - first), count)
        await connection.execute(APPLICATIONS, *columns, sealed, first, owners)
        for statement in (EVENTS, MESSAGES, AUDIT, RECORDS):
            await connection.execute(statement, columns[0])
    await connection.execute("vacuum analyze")


def _draw(draw: random.Random, first: int, rows: int, count: int) -> list[Sequence[object]]:
    began = clock.now() - timedelta(days=DAYS)
    at = [began + timedelta(days=DAYS) * ((first + n) / count) for n in range(rows)]
    known, by_level = services(), _by_level()
    drawn = draw.choices(sorted(known), k=rows)
    states = draw.choices(["delivered", "submitted", "accepted"], weights=[90, 5, 5], k=rows)
    return [
        [id_at(int(moment.timestamp() * 1000)) for moment in at],
        at,
        drawn,
        [known[id_].department for id_ in drawn],
        [draw.choice(by_level[known[id_].level]) for id_ in drawn],
        states,
    ]


def _by_level() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for division in divisions().by_code.values():
        found.setdefault(division.level, []).append(division.code)
    return found
