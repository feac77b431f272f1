"""What every domain stands on: the outbox, idempotent answers, counted limits."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.migrations.steps import step

ID = "2026-11-22t00-core"
VERSION = "1.38.0"
DESCRIPTION = "Outbox, idempotency, limits"

SQL = """
create table outbox (
    id         uuid primary key,
    job        text not null,
    payload    text not null,
    created_at timestamptz not null,
    due_at     timestamptz not null,
    attempts   integer not null default 0,
    error      text,
    done_at    timestamptz,
    given_up_at timestamptz
);
create index outbox_due on outbox (due_at) where done_at is null and given_up_at is null;
create index outbox_done on outbox (done_at) where done_at is not null;

create table idempotency (
    actor       text not null,
    key         text not null,
    fingerprint bytea not null,
    answer      text,
    created_at  timestamptz not null,
    primary key (actor, key)
);
create index idempotency_age on idempotency (created_at);

create table limit_count (
    scope        text not null,
    key          bytea not null,
    window_start timestamptz not null,
    used         integer not null,
    ends_at      timestamptz not null,
    primary key (scope, key, window_start)
);
create index limit_count_end on limit_count (ends_at);
"""


async def forwards() -> MigrationManager:
    return step(ID, DESCRIPTION, SQL)
