"""Applications: where each stands, what happened to it, and the files that were handed in."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.migrations.steps import step

ID = "2026-11-26t50-applications"
VERSION = "1.38.0"
DESCRIPTION = "Applications"

SQL = """
create table application (
    id             uuid primary key,
    number         text not null unique check (length(number) = 16),
    service        text not null,
    account        uuid not null references account (id),
    subject        uuid not null,
    firm           uuid,
    department     text not null,
    division       text not null check (length(division) in (6, 9, 12)),
    state          text not null check (state in ('draft', 'submitted', 'accepted', 'correction-asked',
        'corrected', 'in-review', 'approved', 'refused', 'withdrawn', 'delivered')),
    version        integer not null check (version >= 1),
    answers_sealed bytea not null,
    wants          jsonb,
    assigned_to    uuid references account (id),
    submitted_at   timestamptz,
    accepted_at    timestamptz,
    due_on         date,
    paused_on      date,
    decided_at     timestamptz,
    ended_at       timestamptz,
    certificate          uuid,
    certificate_register text,
    rating         smallint check (rating between 1 and 5),
    created_at     timestamptz not null,
    updated_at     timestamptz not null,
    constraint application_submitted check (state = 'draft' or submitted_at is not null),
    constraint application_clock check ((accepted_at is null) = (due_on is null)),
    constraint application_ended
        check ((state in ('refused', 'withdrawn', 'delivered')) = (ended_at is not null)),
    constraint application_certificate_whole check ((certificate is null) = (certificate_register is null))
);
create index application_own on application (account, id);
create index application_draft on application (created_at) where state = 'draft';
-- A desk's queue, for a post at each of the four levels: the newest of one state are read off the index.
create index application_city on application (department, state, id) where state <> 'draft';
create index application_county on application (department, left(division, 6), state, id)
    where state <> 'draft';
create index application_township on application (department, left(division, 9), state, id)
    where state <> 'draft' and length(division) >= 9;
create index application_village on application (department, division, state, id)
    where state <> 'draft' and length(division) = 12;
create index application_due on application (department, due_on, id)
    where state in ('accepted', 'corrected', 'in-review');
create index application_assigned on application (assigned_to, id) where assigned_to is not null;

create table application_event (
    id          uuid primary key,
    application uuid not null references application (id) on delete cascade,
    version     integer not null,
    at          timestamptz not null,
    kind        text not null,
    actor_kind  text not null check (actor_kind in ('applicant', 'clerk', 'city')),
    actor       uuid,
    department  text,
    from_state  text,
    to_state    text,
    reason      text,
    note_sealed bytea,
    constraint application_event_author check ((actor_kind = 'city') = (actor is null))
);
create index application_event_of on application_event (application, id);
-- What happened stays as it was told; only a draft that is forgotten takes its history along.
create function refuse_change() returns trigger language plpgsql as
    $$ begin raise exception 'rows of % are never changed', tg_table_name; end $$;
create trigger application_event_stays before update of application, version, at, kind, actor_kind, actor,
    department, from_state, to_state, reason on application_event
    for each row execute function refuse_change();

create table upload (
    id               uuid primary key,
    application      uuid not null references application (id) on delete cascade,
    material         text not null,
    file_name_sealed bytea not null,
    media_type       text not null check (media_type in ('image/jpeg', 'image/png', 'application/pdf')),
    bytes            integer not null check (bytes between 1 and 10485760),
    sha256           bytea not null check (octet_length(sha256) = 32),
    storage_key      text not null unique,
    key_sealed       bytea,
    created_at       timestamptz not null,
    removed_at       timestamptz,
    constraint upload_readable check (removed_at is not null or key_sealed is not null)
);
create index upload_of on upload (application, id) where removed_at is null;
"""


async def forwards() -> MigrationManager:
    return step(ID, DESCRIPTION, SQL)
