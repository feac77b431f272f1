"""Staff: who works where, and what waits for them."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.migrations.steps import step

ID = "2026-11-26t10-staff"
VERSION = "1.38.0"
DESCRIPTION = "Staff"

SQL = """
create table staff_post (
    id         uuid primary key,
    account    uuid not null references account (id),
    department text not null,
    division   text not null check (division ~ '^[0-9]{6}([0-9]{3}){0,2}$'),
    role       text not null check (role in ('clerk', 'lead', 'auditor')),
    added_at   timestamptz not null,
    added_by   uuid not null references account (id),
    removed_at timestamptz,
    removed_by uuid references account (id),
    constraint staff_post_removed_whole check ((removed_at is null) = (removed_by is null))
);
create unique index staff_post_held on staff_post (account, department, division, role)
    where removed_at is null;
create index staff_post_node on staff_post (department, division, id) where removed_at is null;

create table staff_task (
    id         uuid primary key,
    key        text not null unique,
    kind       text not null,
    department text not null,
    division   text not null,
    about      uuid not null,
    facts      text not null,
    due_on     date not null,
    created_at timestamptz not null,
    done_at    timestamptz,
    done_by    uuid references account (id),
    note       text check (length(note) between 1 and 500),
    constraint staff_task_done_whole check (num_nulls(done_at, done_by, note) in (0, 3))
);
create index staff_task_open on staff_task (department, id) where done_at is null;
create index staff_task_done on staff_task (department, id) where done_at is not null;
"""


async def forwards() -> MigrationManager:
    return step(ID, DESCRIPTION, SQL)
