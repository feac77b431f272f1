"""Generations of the key that fields are sealed with; the first needs no row."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.migrations.steps import step

ID = "2026-11-26t02-field-keys"
VERSION = "1.38.0"
DESCRIPTION = "Field keys"

SQL = """
create table field_key (
    generation integer primary key check (generation >= 2),
    begun_at   timestamptz not null,
    done_at    timestamptz
);
"""


async def forwards() -> MigrationManager:
    return step(ID, DESCRIPTION, SQL)
