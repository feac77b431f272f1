"""The audit: entries, the chain that links them, and the signed heads."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.migrations.steps import step

ID = "2026-11-26t00-audit"
VERSION = "1.38.0"
DESCRIPTION = "Audit"

SQL = """
create table audit_entry (
    id         uuid primary key,
    at         timestamptz not null,
    action     text not null check (length(action) between 1 and 60),
    actor_kind text not null check (actor_kind in ('resident', 'staff', 'department', 'operator', 'city')),
    actor      uuid,
    department text,
    account    uuid,
    subject    uuid,
    case_id    uuid,
    facts      jsonb not null
);
create index audit_entry_account on audit_entry (account, id) where account is not null;
create index audit_entry_subject on audit_entry (subject, id) where subject is not null;

-- Links are made after the commit, in an order of their own: an entry that commits late is linked late.
create table audit_link (
    sequence bigint primary key,
    entry    uuid not null unique references audit_entry (id),
    hash     bytea not null check (octet_length(hash) = 32)
);
create table audit_head (
    sequence bigint primary key,
    hash     bytea not null check (octet_length(hash) = 32),
    at       timestamptz not null,
    jws      text not null
);

-- What a person may see of the looks at their data.
create view audit_look as
    select id, at, action, actor_kind, actor, department, account, subject, case_id, facts
    from audit_entry where account is not null or subject is not null;
"""


async def forwards() -> MigrationManager:
    return step(ID, DESCRIPTION, SQL)
