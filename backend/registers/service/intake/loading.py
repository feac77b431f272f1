"""Checked rows into the database: set against set, all or none."""

import uuid
from datetime import datetime

from backend.core import db
from backend.core.batches import Connection
from backend.core.ids import new_id
from backend.core.sealing import seal
from backend.registers.schemas.intake import Intake
from backend.registers.service.intake.checking import Arrived, Checker
from backend.registers.service.subjects import SEALED_AS

# A batch of the largest size, on a machine that does much else.
STATEMENT_SECONDS = 300

# The batches of one source in one register go one after the other.
LOCK = "select pg_advisory_xact_lock(hashtextextended($1, 0))"
PREPARE = """
create temporary table arriving_subject (
    id uuid not null, kind text not null, index bytea not null, identifier_sealed bytea not null
) on commit drop;
create temporary table arriving (
    id uuid not null, external_id text not null, subject bytea, related bytea, facts jsonb not null,
    identifiers_sealed bytea, digest bytea not null, valid_from date, valid_to date,
    as_of timestamptz not null, deleted boolean not null
) on commit drop;
create temporary table known (
    id uuid not null, version integer not null, external_id text not null, subject uuid not null,
    related uuid, verdict text not null
) on commit drop
"""
ADD_SUBJECTS = """
insert into subject (id, kind, index, identifier_sealed, created_at)
select id, kind, index, identifier_sealed, $1 from arriving_subject
on conflict (kind, index) do nothing
"""
# What the city has of these rows, and what is to become of each.
KNOW = """
insert into known
select record.id, record.version, record.external_id, record.subject, record.related,
    case when arriving.digest = record.digest then 'unchanged'
         when arriving.as_of < record.as_of then 'outdated'
         when arriving.deleted then 'deleted' else 'changed' end as verdict
from arriving join record on record.external_id = arriving.external_id
where record.register = $1 and record.source = $2 and record.superseded_at is null
"""
COUNT = "select verdict, count(*) as rows from known group by verdict"
SUPERSEDE = """
update record set superseded_at = $1 from known
where record.id = known.id and record.version = known.version and known.verdict in ('changed', 'deleted')
"""
REFRESH = """
update record set as_of = arriving.as_of
from known join arriving on arriving.external_id = known.external_id
where record.id = known.id and record.version = known.version and known.verdict = 'unchanged'
    and arriving.as_of > record.as_of
"""
# $1 register, $2 source, $3 now, $4 batch, $5 and $6 the kinds of subject and related.
COLUMNS = """
insert into record (id, version, register, source, external_id, subject, related, facts, identifiers_sealed,
    digest, valid_from, valid_to, as_of, received_at, batch, deleted)
"""
CREATE = f"""{COLUMNS}
select arriving.id, 1, $1, $2, arriving.external_id, about.id, other.id, arriving.facts,
    arriving.identifiers_sealed, arriving.digest, arriving.valid_from, arriving.valid_to, arriving.as_of,
    $3, $4, false
from arriving
join subject as about on about.kind = $5 and about.index = arriving.subject
left join subject as other on other.kind = $6 and other.index = arriving.related
where not exists (select from known where known.external_id = arriving.external_id)
"""  # noqa: S608  # made of constants
CHANGE = f"""{COLUMNS}
select known.id, known.version + 1, $1, $2, known.external_id, coalesce(about.id, known.subject),
    case when arriving.deleted then known.related else other.id end, arriving.facts,
    arriving.identifiers_sealed, arriving.digest, arriving.valid_from, arriving.valid_to, arriving.as_of,
    $3, $4, arriving.deleted
from known join arriving on arriving.external_id = known.external_id
left join subject as about on about.kind = $5 and about.index = arriving.subject
left join subject as other on other.kind = $6 and other.index = arriving.related
where known.verdict in ('changed', 'deleted')
"""  # noqa: S608
KEEP = """
insert into record_batch
    (id, register, department, key, received_at, received, created, changed, unchanged, deleted, outdated)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
"""


async def load(checker: Checker, register: str, department: str, key: uuid.UUID, now: datetime) -> Intake:
    """Write the batch's rows, in the open transaction, and tell what became of them."""
    async with db.transaction(), db.connection() as connection:
        await connection.execute(LOCK, f"{register}/{department}")
        await connection.execute(PREPARE)
        await _add_subjects(connection, checker, now)
        await connection.copy_records_to_table(
            "arriving", records=checker.rows, columns=Arrived._fields, timeout=STATEMENT_SECONDS
        )
        await connection.execute(KNOW, register, department, timeout=STATEMENT_SECONDS)
        verdicts = {row["verdict"]: row["rows"] for row in await connection.fetch(COUNT)}
        kinds = (checker.kind, checker.related_kind)
        values = (register, department, now, batch := new_id(), *kinds)
        if verdicts:
            await connection.execute(REFRESH, timeout=STATEMENT_SECONDS)
            await connection.execute(SUPERSEDE, now, timeout=STATEMENT_SECONDS)
            await connection.execute(CHANGE, *values, timeout=STATEMENT_SECONDS)
        done: str = await connection.execute(CREATE, *values, timeout=STATEMENT_SECONDS)
        answer = _tell(batch, len(checker.rows), int(done.rsplit(maxsplit=1)[-1]), verdicts)
        await connection.execute(KEEP, batch, register, department, key, now, *_numbers(answer))
    return answer


async def _add_subjects(connection: Connection, checker: Checker, now: datetime) -> None:
    found = {(kind, index): number for (kind, _), (number, index) in checker.numbers.items()}
    rows = [(new_id(), kind, index, seal(number, field=SEALED_AS)) for (kind, index), number in found.items()]
    await connection.copy_records_to_table("arriving_subject", records=rows, timeout=STATEMENT_SECONDS)
    await connection.execute(ADD_SUBJECTS, now, timeout=STATEMENT_SECONDS)


def _tell(batch: uuid.UUID, received: int, created: int, verdicts: dict[str, int]) -> Intake:
    changed, deleted, outdated = (verdicts.get(name, 0) for name in ("changed", "deleted", "outdated"))
    return Intake(
        batch=batch,
        received=received,
        created=created,
        changed=changed,
        # Also what was never here and is gone.
        unchanged=received - created - changed - deleted - outdated,
        deleted=deleted,
        outdated=outdated,
    )


def _numbers(answer: Intake) -> tuple[int, ...]:
    return (
        answer.received, answer.created, answer.changed, answer.unchanged, answer.deleted, answer.outdated
    )  # fmt: skip
