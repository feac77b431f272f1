"""Telling: scenario by scenario, and newcomers whom nobody could reach before."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.migrations.steps import step

ID = "2026-11-27t11-telling"
VERSION = "1.38.0"
DESCRIPTION = "Telling"

SQL = """
-- Scenario by scenario, so that what waits for a switched-off one is in nobody's way.
drop index if exists reminder_due;
create index reminder_due on reminder (scenario, tell_at) where state = 'due';
drop index if exists reminder_unanswered;
create index reminder_unanswered on reminder (scenario, told_at)
    where state = 'told' and answered_at is null and escalated_at is null;
drop index if exists reminder_month;
create index reminder_month on reminder using brin (remind_on);

-- People: when an account came to stand for a person; `confirmation` sorts by time.
create view newcomer as select id as confirmation, account from identity_confirmation;
"""


async def forwards() -> MigrationManager:
    return step(ID, DESCRIPTION, SQL)
