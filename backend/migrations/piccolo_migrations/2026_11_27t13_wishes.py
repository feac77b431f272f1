"""What somebody wished of messages ends with their holding the account: the next holder has the defaults."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.migrations.steps import step

ID = "2026-11-27t13-wishes"
VERSION = "1.38.0"
DESCRIPTION = "Wishes of who holds the account"

SQL = """
create view held_preference as
    select * from message_preference where updated_at > coalesce(
        (select since from account_holder where account_holder.account = message_preference.account),
        '-infinity');
create or replace view message_wish as
    select account, muted, staff_may_call from held_preference;
"""


async def forwards() -> MigrationManager:
    return step(ID, DESCRIPTION, SQL)
