"""Evidence of readers without a network: how far each has handed it in, what was found, what was counted."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.migrations.steps import step

ID = "2026-11-25t30-evidence"
VERSION = "1.38.0"
DESCRIPTION = "Evidence"

SQL = """
alter table venue add column latitude double precision check (latitude between -90 and 90),
    add column longitude double precision check (longitude between -180 and 180),
    add constraint venue_position_whole check ((latitude is null) = (longitude is null));
create view venue_position as
    select id as venue, latitude, longitude from venue where latitude is not null;

-- The last record of each key: what comes next continues its chain.
create table evidence_head (
    key       uuid primary key references reader_key (id),
    reader    uuid not null references reader (id),
    sequence  bigint not null,
    link      bytea not null check (octet_length(link) = 32),
    handed_in_at timestamptz not null
);
create index evidence_head_reader on evidence_head (reader);

create table finding (
    id          uuid primary key,
    kind        text not null check (kind in
        ('copied', 'cloned', 'counter-back', 'far-apart', 'forged', 'late', 'forked')),
    key         text not null unique,
    account     uuid references account (id),
    device      uuid,
    reader_one  uuid not null references reader (id),
    venue_one   uuid not null references venue (id),
    at_one      timestamptz not null,
    reader_two  uuid references reader (id),
    venue_two   uuid references venue (id),
    at_two      timestamptz,
    records     integer not null default 1,
    found_at    timestamptz not null,
    resolved_at timestamptz,
    resolved_by uuid references account (id),
    note        text check (length(note) between 1 and 500),
    constraint finding_resolved_whole check (num_nulls(resolved_at, resolved_by, note) in (0, 3))
);
create index finding_open on finding (id) where resolved_at is null;
create index finding_resolved on finding (id) where resolved_at is not null;
create index finding_venue_one on finding (venue_one, found_at);
create index finding_venue_two on finding (venue_two, found_at) where venue_two is not null;

-- What venues checked, by civil day; the city's own verifications are added up to `counted_until`.
create table venue_count (
    venue   uuid not null,
    day     date not null,
    offline boolean not null,
    outcome text not null,
    checks  bigint not null,
    primary key (venue, day, offline, outcome)
);
create table venue_counting (
    single        boolean primary key default true check (single),
    counted_until timestamptz not null
);
"""


async def forwards() -> MigrationManager:
    return step(ID, DESCRIPTION, SQL)
