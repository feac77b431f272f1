"""What the city tells residents."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.migrations.steps import step

ID = "2026-11-25t00-messages"
VERSION = "1.38.0"
DESCRIPTION = "Messages"

SQL = """
create table message (
    id      uuid primary key,
    account uuid not null references account (id),
    kind    text not null check (length(kind) between 1 and 40),
    facts   json not null check (octet_length(facts::text) <= 4096),
    key     text not null check (length(key) between 1 and 128),
    at      timestamptz not null,
    read_at timestamptz,
    unique (account, key)
);
create index message_newest on message (account, id);
create index message_unread on message (account) where read_at is null;
create index message_age on message (at);
"""


async def forwards() -> MigrationManager:
    return step(ID, DESCRIPTION, SQL)
