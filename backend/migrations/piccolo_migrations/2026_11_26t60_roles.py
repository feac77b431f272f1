"""A post is a clerk's or a lead's: auditors saw nothing, and what opens nothing is not given."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.migrations.steps import step

ID = "2026-11-26t60-roles"
VERSION = "1.38.0"
DESCRIPTION = "Clerks and leads"

SQL = """
update staff_post set removed_at = now(), removed_by = added_by where role = 'auditor' and removed_at is null;
update staff_post set role = 'clerk' where role = 'auditor';
alter table staff_post drop constraint staff_post_role_check,
    add constraint staff_post_role_check check (role in ('clerk', 'lead'));
"""


async def forwards() -> MigrationManager:
    return step(ID, DESCRIPTION, SQL)
