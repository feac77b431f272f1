"""Registers: subjects, records with their versions, batches, departments' keys, consents."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.migrations.steps import step

ID = "2026-11-26t30-registers"
VERSION = "1.38.0"
DESCRIPTION = "Registers"

SQL = """
create view resident_identity as
    select id as account, id_number_index from account where id_number_index is not null;

create table subject (
    id                uuid primary key,
    kind              text not null check (kind in ('resident', 'firm', 'vehicle', 'premises')),
    index             bytea not null check (octet_length(index) = 32),
    identifier_sealed bytea not null,
    created_at        timestamptz not null,
    constraint subject_index unique (kind, index)
);

create table record (
    id                 uuid not null,
    version            integer not null check (version >= 1),
    register           text not null,
    source             text not null,
    external_id        text not null,
    subject            uuid not null,
    related            uuid,
    facts              jsonb not null,
    identifiers_sealed bytea,
    digest             bytea not null,
    valid_from         date,
    valid_to           date,
    as_of              timestamptz not null,
    received_at        timestamptz not null,
    batch              uuid,
    origin             uuid,
    superseded_at      timestamptz,
    deleted            boolean not null default false,
    primary key (id, version)
);
create unique index record_current on record (register, source, external_id) where superseded_at is null;
create index record_subject on record (register, subject) where superseded_at is null and not deleted;
create index record_related on record (register, related)
    where superseded_at is null and not deleted and related is not null;
create index record_valid_to on record (register, valid_to)
    where superseded_at is null and not deleted and valid_to is not null;

create table record_batch (
    id          uuid primary key,
    register    text not null,
    department  text not null,
    key         uuid not null,
    received_at timestamptz not null,
    received    integer not null,
    created     integer not null,
    changed     integer not null,
    unchanged   integer not null,
    deleted     integer not null,
    outdated    integer not null
);

create table department_key (
    id          uuid primary key,
    department  text not null,
    label       text not null check (length(label) between 1 and 60),
    key_hash    bytea not null unique check (octet_length(key_hash) = 32),
    rows_a_day  integer not null check (rows_a_day >= 1),
    calls_a_day integer not null check (calls_a_day >= 1),
    created_at  timestamptz not null,
    created_by  uuid not null references account (id),
    ended_at    timestamptz,
    ended_by    uuid references account (id),
    constraint department_key_ended_whole check ((ended_at is null) = (ended_by is null))
);
create index department_key_department on department_key (department, id);

create table consent (
    id           uuid primary key,
    account      uuid not null references account (id),
    consent      text not null,
    version      integer not null check (version >= 1),
    given_at     timestamptz not null,
    withdrawn_at timestamptz
);
create unique index consent_given on consent (account, consent) where withdrawn_at is null;
"""


async def forwards() -> MigrationManager:
    return step(ID, DESCRIPTION, SQL)
