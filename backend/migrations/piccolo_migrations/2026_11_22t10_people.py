"""Accounts, devices and sessions of people, and what city codes may read of them."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.migrations.steps import step

ID = "2026-11-22t10-people"
VERSION = "1.38.0"
DESCRIPTION = "People"

SQL = """
create table account (
    id               uuid primary key,
    number           bigint not null generated always as identity unique,
    phone_sealed     bytea not null,
    phone_index      bytea not null unique,
    name_sealed      bytea,
    id_number_sealed bytea,
    id_number_index  bytea unique,
    born_on          date,
    suspension       uuid,
    created_at       timestamptz not null,
    constraint account_identity_whole
        check (num_nulls(name_sealed, id_number_sealed, id_number_index, born_on) in (0, 4))
);

create table suspension (
    id           uuid primary key,
    account      uuid not null references account (id),
    reason       text not null check (length(reason) between 2 and 200),
    suspended_by uuid not null references account (id),
    suspended_at timestamptz not null,
    lifted_by    uuid references account (id),
    lifted_at    timestamptz,
    unique (id, account),
    constraint suspension_lifted_whole check ((lifted_by is null) = (lifted_at is null))
);
create unique index suspension_open on suspension (account) where lifted_at is null;
create index suspension_account on suspension (account);
alter table account add constraint account_suspension_is_its_own
    foreign key (suspension, id) references suspension (id, account);

create table operator (
    account    uuid primary key references account (id),
    granted_at timestamptz not null
);

create table device (
    id           uuid primary key,
    account      uuid not null references account (id),
    token_hash   bytea not null,
    label        text not null check (length(label) <= 64),
    created_at   timestamptz not null,
    last_seen_at timestamptz not null,
    confirmed_at timestamptz,
    removed_at   timestamptz,
    unique (id, account)
);
create unique index device_token on device (token_hash, account) where removed_at is null;
create index device_account on device (account);
create index device_idle on device (last_seen_at) where confirmed_at is null or removed_at is not null;

create table identity_confirmation (
    id           uuid primary key,
    account      uuid not null references account (id),
    how          text not null check (how in ('register', 'same-person', 'counter', 'moved-away')),
    operator     uuid references account (id),
    device       uuid references device (id) on delete set null,
    confirmed_at timestamptz not null,
    constraint identity_confirmation_has_author
        check ((how in ('counter', 'moved-away')) = (operator is not null))
);
create index identity_confirmation_account on identity_confirmation (account);
create index identity_confirmation_device on identity_confirmation (device) where device is not null;

create table session (
    id            uuid primary key,
    account       uuid not null,
    device        uuid not null,
    token_hash    bytea unique,
    created_at    timestamptz not null,
    expires_at    timestamptz not null,
    ended_at      timestamptz,
    ended_because text check (ended_because in ('signed-out', 'device-removed', 'token-used-twice')),
    foreign key (device, account) references device (id, account),
    constraint session_ended_whole check ((ended_at is null) = (ended_because is null))
);
create index session_account on session (account);
create index session_device on session (device);
create index session_expires on session (expires_at);
create index session_ended on session (ended_at) where ended_at is not null;

create table refresh_token (
    token_hash     bytea primary key,
    session        uuid not null references session (id) on delete cascade,
    successor_hash bytea,
    answer_sealed  bytea,
    created_at     timestamptz not null,
    used_at        timestamptz,
    constraint refresh_token_used_whole check ((used_at is null) = (successor_hash is null))
);
create index refresh_token_session on refresh_token (session);
create index refresh_token_used on refresh_token (used_at) where used_at is not null;
create index refresh_token_answer on refresh_token (used_at) where answer_sealed is not null;

create table sign_in (
    id              uuid primary key,
    phone_sealed    bytea not null,
    phone_index     bytea not null,
    device          uuid references device (id) on delete set null,
    english         boolean not null,
    password_sealed bytea not null,
    tries           smallint not null check (tries between 0 and 5),
    created_at      timestamptz not null,
    expires_at      timestamptz not null,
    sent_at         timestamptz,
    answered_at     timestamptz,
    answer_sealed   bytea,
    caller_hash     bytea
);
create index sign_in_expires on sign_in (expires_at);
create index sign_in_answer on sign_in (answered_at) where answer_sealed is not null;
create index sign_in_device on sign_in (device) where device is not null;

create view resident_standing as
    select number, id as account, suspension is not null as suspended, born_on
    from account;

create view session_standing as
    select session.id as session, session.token_hash, account.id as account, account.number,
           session.ended_at is null and session.expires_at > now() as live,
           account.suspension is not null as suspended,
           account.born_on is not null and device.confirmed_at is not null as confirmed,
           session.expires_at
    from session
    join account on account.id = session.account
    join device on device.id = session.device;
"""


async def forwards() -> MigrationManager:
    return step(ID, DESCRIPTION, SQL)
