"""The keys that sign codes and tokens."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.migrations.steps import step

ID = "2026-11-22t30-keys"
VERSION = "1.38.0"
DESCRIPTION = "Signing keys"

SQL = """
create sequence signing_key_number;

create table signing_key (
    kid            text primary key check (kid ~ '^[0-9a-z]{1,4}$'),
    purpose        text not null check (purpose in ('city-code', 'access-token', 'reader-token')),
    algorithm      text not null check (algorithm = 'EdDSA'),
    state          text not null check (state in ('next', 'current', 'retired', 'revoked')),
    public         bytea not null check (octet_length(public) = 32),
    private_sealed bytea not null,
    created_at     timestamptz not null,
    current_at     timestamptz,
    retired_at     timestamptz,
    revoked_at     timestamptz
);
-- One key signs and one waits, for each purpose.
create unique index signing_key_in_use on signing_key (purpose, state) where state in ('next', 'current');
"""


async def forwards() -> MigrationManager:
    return step(ID, DESCRIPTION, SQL)
