"""Firms, and who may act for them."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.migrations.steps import step

ID = "2026-11-26t40-firms"
VERSION = "1.38.0"
DESCRIPTION = "Firms"

SQL = """
create table firm (
    id         uuid primary key,
    subject    uuid not null unique references subject (id),
    created_at timestamptz not null
);
create table representative (
    id         uuid primary key,
    firm       uuid not null references firm (id),
    account    uuid not null references account (id),
    role       text not null check (role in ('legal', 'agent')),
    added_at   timestamptz not null,
    added_by   uuid not null references account (id),
    removed_at timestamptz
);
create unique index representative_once on representative (firm, account) where removed_at is null;
create index representative_account on representative (account) where removed_at is null;
"""


async def forwards() -> MigrationManager:
    return step(ID, DESCRIPTION, SQL)
