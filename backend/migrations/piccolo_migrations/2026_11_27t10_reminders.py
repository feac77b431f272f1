"""Reminders: who is told what and when, sweeps, policies; and what they read of records and applications."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.migrations.steps import step

ID = "2026-11-27t10-reminders"
VERSION = "1.38.0"
DESCRIPTION = "Reminders"

SQL = """
-- Registers: what is so now, without its secrets. One source's record may stand beside another's.
create view current_record as
    select id, register, subject, related, facts, valid_from, valid_to, as_of from record
    where superseded_at is null and not deleted;

-- Applications: whether somebody has begun, or was granted, a service.
create view application_case as
    select account, subject, firm, service, state, submitted_at, decided_at from application
    where state <> 'draft';
create index application_of_service on application (service, subject) where state <> 'draft';

create table reminder (
    id           uuid primary key,
    scenario     text not null,
    version      integer not null check (version >= 1),
    person       uuid not null,
    record       uuid not null,
    about        uuid not null,
    firm         uuid,
    due_on       date,
    step         smallint not null check (step between 0 and 11),
    remind_on    date not null,
    tell_at      timestamptz not null,
    state        text not null check (state in ('due', 'told', 'stopped', 'unreachable', 'answered')),
    reason       text,
    account      uuid,
    message      uuid,
    told_at      timestamptz,
    answer       text check (answer in ('done', 'not-needed', 'later')),
    answered_at  timestamptz,
    application  uuid,
    escalated_at timestamptz,
    created_at   timestamptz not null
);
-- Once for each day of a plan; the same step is not told again when its day moves (the sweep looks).
-- A match is told once for each version. A person's own are read off the same index: a million people more
-- cost each further index as much again.
create unique index reminder_once on reminder (person, scenario, record, due_on,
    (case when due_on is null then version else remind_on - date '2000-01-01' end)) nulls not distinct;
create index reminder_due on reminder (tell_at) where state = 'due';
create index reminder_unanswered on reminder (told_at) where state = 'told' and escalated_at is null;

create table scenario_switch (
    scenario text primary key,
    live     boolean not null,
    by       uuid references account (id),
    at       timestamptz not null,
    digest   text
);

create table sweep (
    id          uuid primary key,
    scenario    text not null,
    asked_at    timestamptz not null,
    started_at  timestamptz,
    finished_at timestamptz,
    made        integer,
    error       text
);
create index sweep_open on sweep (asked_at) where finished_at is null;
create index sweep_last on sweep (scenario, asked_at);

create table policy (
    id         text primary key check (length(id) between 1 and 40),
    version    integer not null check (version >= 1),
    state      text not null check (state in ('draft', 'live', 'ended')),
    definition jsonb not null,
    created_at timestamptz not null,
    created_by uuid not null references account (id),
    updated_at timestamptz not null,
    updated_by uuid not null references account (id),
    live_at    timestamptz,
    ended_at   timestamptz
);
"""


async def forwards() -> MigrationManager:
    return step(ID, DESCRIPTION, SQL)
