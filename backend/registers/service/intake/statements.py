"""What loads a batch: sets against sets.

The large tables are looked into by index, row by row (`limit 1` keeps it so): what the planner knows of them
is old after a batch, and reading all of a register for each of a night's hundred batches would be quadratic.
"""

# The batches of one source in one register go one after the other.
LOCK = "select pg_advisory_xact_lock(hashtextextended($1, 0))"
PREPARE = """
create temporary table seen (
    external_id text not null, digest bytea not null, as_of timestamptz not null, deleted boolean not null
) on commit drop;
create temporary table known (
    id uuid not null, version integer not null, external_id text not null, subject uuid not null,
    related uuid, verdict text not null
) on commit drop;
create temporary table arriving_subject (
    id uuid not null, kind text not null, index bytea not null, identifier_sealed bytea not null
) on commit drop;
create temporary table arriving (
    id uuid not null, external_id text not null, subject bytea, related bytea, facts jsonb not null,
    identifiers_sealed bytea, digest bytea not null, valid_from date, valid_to date,
    as_of timestamptz not null, deleted boolean not null
) on commit drop
"""
# What the city has of these rows, and what is to become of each. $1 register, $2 source.
KNOW = """
insert into known
select record.id, record.version, record.external_id, record.subject, record.related,
    case when seen.digest = record.digest then 'unchanged'
         when seen.as_of < record.as_of then 'outdated'
         when seen.deleted then 'deleted' else 'changed' end
from seen cross join lateral (
    select * from record
    where register = $1 and source = $2 and external_id = seen.external_id and superseded_at is null limit 1
) as record
"""
COUNT = "select verdict, count(*) as rows from known group by verdict"
STAYING = "select external_id from known where verdict in ('unchanged', 'outdated')"
# The only change that is no new version: the source says the same, later.
REFRESH = """
update record set as_of = seen.as_of from known join seen on seen.external_id = known.external_id
where record.id = known.id and record.version = known.version and known.verdict = 'unchanged'
    and seen.as_of > record.as_of
"""
ADD_SUBJECTS = """
insert into subject (id, kind, index, identifier_sealed, created_at)
select id, kind, index, identifier_sealed, $1 from arriving_subject
on conflict (kind, index) do nothing
"""
SUPERSEDE = """
update record set superseded_at = $1 from known
where record.id = known.id and record.version = known.version and known.verdict in ('changed', 'deleted')
"""
# $1 register, $2 source, $3 now, $4 batch, $5 and $6 the kinds of subject and related.
COLUMNS = """
insert into record (id, version, register, source, external_id, subject, related, facts, identifiers_sealed,
    digest, valid_from, valid_to, as_of, received_at, batch, deleted)
"""
SUBJECTS = """
left join lateral (
    select id from subject where kind = $5 and index = arriving.subject limit 1
) as about on true
left join lateral (
    select id from subject where kind = $6 and index = arriving.related limit 1
) as other on true
"""
CREATE = f"""{COLUMNS}
select arriving.id, 1, $1, $2, arriving.external_id, about.id, other.id, arriving.facts,
    arriving.identifiers_sealed, arriving.digest, arriving.valid_from, arriving.valid_to, arriving.as_of,
    $3, $4, false
from arriving {SUBJECTS}
where not arriving.deleted
    and not exists (select from known where known.external_id = arriving.external_id)
"""  # noqa: S608  # made of constants
CHANGE = f"""{COLUMNS}
select known.id, known.version + 1, $1, $2, known.external_id, coalesce(about.id, known.subject),
    case when arriving.deleted then known.related else other.id end, arriving.facts,
    arriving.identifiers_sealed, arriving.digest, arriving.valid_from, arriving.valid_to, arriving.as_of,
    $3, $4, arriving.deleted
from known join arriving on arriving.external_id = known.external_id {SUBJECTS}
where known.verdict in ('changed', 'deleted')
"""  # noqa: S608
KEEP = """
insert into record_batch
    (id, register, department, key, received_at, received, created, changed, unchanged, deleted, outdated)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
"""
