"""Organisations, venues and readers, who manages them, and what city codes may read of them."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.migrations.steps import step

ID = "2026-11-22t20-places"
VERSION = "1.38.0"
DESCRIPTION = "Places"

SQL = """
create table organisation (
    id          uuid primary key,
    name_zh     varchar(60) not null check (name_zh <> ''),
    name_en     varchar(60) not null check (name_en <> ''),
    credit_code varchar(18) unique check (length(credit_code) = 18),
    created_at  timestamptz not null,
    created_by  uuid not null references account (id)
);

create table manager (
    id           uuid primary key,
    organisation uuid not null references organisation (id),
    account      uuid not null references account (id),
    added_at     timestamptz not null,
    added_by     uuid not null references account (id),
    unique (organisation, account)
);
create index manager_account on manager (account);

create table venue (
    id           uuid primary key,
    organisation uuid not null references organisation (id),
    name_zh      varchar(60) not null check (name_zh <> ''),
    name_en      varchar(60) not null check (name_en <> ''),
    division     varchar(12) not null,
    scenes       varchar(40)[] not null check (cardinality(scenes) between 1 and 8),
    created_at   timestamptz not null,
    created_by   uuid not null references account (id),
    unique (id, organisation)
);
create index venue_organisation on venue (organisation, id);

create table reader (
    id           uuid primary key,
    venue        uuid not null,
    organisation uuid not null,
    name         varchar(60) not null check (name <> ''),
    scene        varchar(40) not null,
    key          uuid,
    created_at   timestamptz not null,
    created_by   uuid not null references account (id),
    last_seen_at timestamptz,
    foreign key (venue, organisation) references venue (id, organisation)
);
create index reader_venue on reader (venue, id);

create table reader_key (
    id          uuid primary key,
    reader      uuid not null references reader (id),
    jwk         text not null,
    thumbprint  bytea not null unique,
    enrolled_at timestamptz not null,
    replaced_at timestamptz,
    unique (id, reader)
);
create unique index reader_key_in_use on reader_key (reader) where replaced_at is null;
alter table reader add constraint reader_key_is_its_own
    foreign key (key, id) references reader_key (id, reader);

create table enrolment_code (
    id         uuid primary key,
    reader     uuid not null references reader (id),
    code_index bytea not null unique,
    created_at timestamptz not null,
    created_by uuid not null references account (id),
    expires_at timestamptz not null,
    used_at    timestamptz,
    key        uuid,
    foreign key (key, reader) references reader_key (id, reader),
    constraint enrolment_code_used_whole check ((used_at is null) = (key is null))
);
create index enrolment_code_reader on enrolment_code (reader) where used_at is null;

create table reader_assertion (
    jti        uuid primary key,
    reader     uuid not null,
    expires_at timestamptz not null
);
create index reader_assertion_end on reader_assertion (expires_at);

create table place_suspension (
    id           uuid primary key,
    scope        text not null check (scope in ('organisation', 'venue', 'reader')),
    subject      uuid not null,
    reason       varchar(200) not null check (reason <> ''),
    by_operator  boolean not null,
    suspended_at timestamptz not null,
    suspended_by uuid not null references account (id),
    lifted_at    timestamptz,
    lifted_by    uuid references account (id),
    constraint place_suspension_lifted_whole check ((lifted_by is null) = (lifted_at is null))
);
create unique index place_suspension_open on place_suspension (subject) where lifted_at is null;

create view reader_standing as
select reader.id as reader, reader.venue, reader.organisation, reader.scene::text as scene, reader.key,
       reader.key is not null and not exists (
           select from place_suspension as open
           where open.lifted_at is null and open.subject in (reader.id, reader.venue, reader.organisation)
       ) as usable
from reader;
"""


async def forwards() -> MigrationManager:
    return step(ID, DESCRIPTION, SQL)
