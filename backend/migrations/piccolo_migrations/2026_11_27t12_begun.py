"""What was begun from a reminder is found by its application: it is for that child or vehicle, no other."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.migrations.steps import step

ID = "2026-11-27t12-begun"
VERSION = "1.38.0"
DESCRIPTION = "What was begun from a reminder"

SQL = """
create or replace view application_case as
    select account, subject, firm, service, state, submitted_at, decided_at, id from application
    where state <> 'draft';
create index if not exists reminder_begun on reminder (application) where application is not null;
"""


async def forwards() -> MigrationManager:
    return step(ID, DESCRIPTION, SQL)
