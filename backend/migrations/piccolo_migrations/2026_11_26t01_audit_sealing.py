"""Entries of the audit wait to be linked, and its heads have a key of their own."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.migrations.steps import step

ID = "2026-11-26t01-audit-sealing"
VERSION = "1.38.0"
DESCRIPTION = "Audit sealing"

SQL = """
create table audit_waiting (entry uuid primary key references audit_entry (id));
insert into audit_waiting select id from audit_entry
    where not exists (select from audit_link where entry = audit_entry.id);

alter table signing_key drop constraint signing_key_purpose_check;
alter table signing_key add constraint signing_key_purpose_check
    check (purpose in ('city-code', 'access-token', 'reader-token', 'credential', 'reader-lists', 'audit'));
"""


async def forwards() -> MigrationManager:
    return step(ID, DESCRIPTION, SQL)
