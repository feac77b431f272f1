"""What venues verified and refused."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.migrations.steps import step

ID = "2026-11-22t31-city-codes"
VERSION = "1.38.0"
DESCRIPTION = "Verifications"

SQL = """
-- One row is the single use of a code: the primary key says so, whatever runs at the same time.
create table verification (
    day          date not null,
    cid          bytea not null check (octet_length(cid) = 16),
    slot         integer not null default 0,
    id           uuid not null,
    number       bigint not null,
    reader       uuid not null,
    venue        uuid not null,
    organisation uuid not null,
    attempt      uuid not null,
    at           timestamptz not null,
    scene        text not null,
    shown        text not null,
    primary key (day, cid, slot)
) partition by range (day);
create index verification_holder on verification (number, id);

create table refusal (
    cid          bytea not null check (octet_length(cid) = 16),
    reader       uuid not null,
    attempt      uuid not null,
    id           uuid not null,
    number       bigint not null,
    venue        uuid not null,
    organisation uuid not null,
    at           timestamptz not null,
    scene        text not null,
    reason       text not null,
    primary key (cid, reader, attempt)
);
create index refusal_holder on refusal (number, id);
"""


async def forwards() -> MigrationManager:
    return step(ID, DESCRIPTION, SQL)
