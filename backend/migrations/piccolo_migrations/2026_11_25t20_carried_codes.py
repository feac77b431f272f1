"""Carried codes and spoken numbers where the city verifies, and what readers verified without it."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.migrations.steps import step

ID = "2026-11-25t20-carried-codes"
VERSION = "1.38.0"
DESCRIPTION = "Carried codes"

SQL = """
-- Of a carried code: its counter, and the beginning of SHA-256 over the phone's signature.
alter table verification add column counter integer, add column mark bytea check (octet_length(mark) = 8);
create index verification_time on verification using brin (at) with (pages_per_range = 16);
create index refusal_time on refusal using brin (at) with (pages_per_range = 16);

-- The highest counter of each credential that counted: none counts that is not higher.
create table credential_use (
    day     date not null,
    cid     bytea not null check (octet_length(cid) = 16),
    counter integer not null,
    primary key (day, cid)
);

create table spoken_number (
    number_index bytea primary key,
    day          date not null,
    cid          bytea not null check (octet_length(cid) = 16),
    number       bigint not null,
    scene        text not null,
    expires_at   timestamptz not null
);
create index spoken_number_end on spoken_number (expires_at);

-- What a reader's key handed in, in the reader's own order.
create table offline_verification (
    day          date not null,
    key          uuid not null,
    sequence     bigint not null,
    cid          bytea not null check (octet_length(cid) = 16),
    slot         integer not null,
    counter      integer,
    mark         bytea not null check (octet_length(mark) = 8),
    kid          integer,
    status       bigint,
    id           uuid not null,
    number       bigint not null,
    reader       uuid not null,
    venue        uuid not null,
    organisation uuid not null,
    at           timestamptz not null,
    received_at  timestamptz not null,
    scene        text not null,
    shown        text not null,
    reason       text,
    degraded     boolean not null,
    doubt        text check (doubt in ('late', 'off-time')),
    primary key (day, key, sequence)
) partition by range (day);
-- With the day, so that it is the best index for a code also on a new day, whose rows nobody has counted yet.
create index offline_verification_code on offline_verification (day, cid, slot);
create index offline_verification_holder on offline_verification (number, id);

-- Every time a code was shown and decided about, wherever: what the two kinds have in common.
create view code_show as
    select day, cid, slot, counter, mark, number, id, reader, venue, at, null as reason, null as doubt
    from verification
    union all
    select day, cid, slot, counter, mark, number, id, reader, venue, at, reason, doubt
    from offline_verification;
"""


async def forwards() -> MigrationManager:
    return step(ID, DESCRIPTION, SQL)
