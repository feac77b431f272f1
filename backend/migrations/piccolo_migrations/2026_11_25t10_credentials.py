"""Credentials that phones carry: the batches, what of them is revoked, and the lists that say so."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.migrations.steps import step

ID = "2026-11-25t10-credentials"
VERSION = "1.38.0"
DESCRIPTION = "Credentials"

SQL = """
alter table signing_key drop constraint signing_key_purpose_check;
alter table signing_key add constraint signing_key_purpose_check
    check (purpose in ('city-code', 'access-token', 'reader-token', 'credential', 'reader-lists'));

-- How many credentials of a key are numbered, in blocks that processes take for themselves.
create table credential_series (
    kid  integer primary key check (kid between 1 and 65535),
    next bigint not null
);

-- A shard that holds credentials which may be alive, and until when at the latest.
create table credential_shard (
    kid        integer not null,
    shard      integer not null check (shard between 0 and 4095),
    expires_at timestamptz not null,
    primary key (kid, shard)
);

create table credential_batch (
    kid          integer not null,
    first_serial bigint not null,
    credentials  smallint not null check (credentials between 1 and 32),
    id           uuid not null,
    number       bigint not null,
    session      uuid not null,
    device       uuid not null,
    issued_at    timestamptz not null,
    expires_at   timestamptz not null,
    primary key (kid, first_serial)
);
create index credential_batch_device on credential_batch (device, expires_at);
create index credential_batch_session on credential_batch (session, expires_at);
create index credential_batch_end on credential_batch (expires_at);

create table credential_revocation (
    kid        integer not null,
    shard      integer not null,
    place      integer not null check (place between 0 and 1048575),
    because    text not null check (because in ('copied', 'cloned', 'ended', 'online-only')),
    revoked_at timestamptz not null,
    expires_at timestamptz not null,
    listed_in  bigint,
    primary key (kid, shard, place)
);
create index credential_revocation_unlisted on credential_revocation (kid, shard) where listed_in is null;
create index credential_revocation_end on credential_revocation (expires_at);

create table status_list (
    kid     integer not null,
    shard   integer not null,
    version bigint not null,
    body    bytea not null,
    made_at timestamptz not null,
    primary key (kid, shard, version)
);
create index status_list_age on status_list (made_at);

-- A device whose carried codes were copied: for a while it gets none.
create table online_only (
    device     uuid primary key,
    because    text not null check (because in ('copied', 'cloned')),
    until      timestamptz not null
);
create index online_only_end on online_only (until);

-- Sessions that may show no codes any more, and since when.
create index suspension_recent on suspension (suspended_at) where lifted_at is null;
create index device_suspension_recent on device_suspension (suspended_at) where lifted_at is null;
create view session_ending as
    select id as session, ended_at as at from session where ended_at is not null
    union all
    select session.id, suspension.suspended_at
    from suspension join session on session.account = suspension.account
    where suspension.lifted_at is null and session.ended_at is null
    union all
    select session.id, suspension.suspended_at
    from device_suspension suspension join session on session.device = suspension.device
    where suspension.lifted_at is null and session.ended_at is null;
"""


async def forwards() -> MigrationManager:
    return step(ID, DESCRIPTION, SQL)
