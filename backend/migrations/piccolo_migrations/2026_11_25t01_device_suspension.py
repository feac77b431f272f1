"""Suspending one device of a person, so that the others go on working."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.migrations.steps import step

ID = "2026-11-25t01-device-suspension"
VERSION = "1.38.0"
DESCRIPTION = "Device suspensions"

SQL = """
create table device_suspension (
    id           uuid primary key,
    device       uuid references device (id) on delete set null,
    account      uuid not null references account (id),
    reason       text not null check (length(reason) between 2 and 200),
    -- Nobody: the city found it by itself.
    suspended_by uuid references account (id),
    suspended_at timestamptz not null,
    lifted_by    uuid references account (id),
    lifted_at    timestamptz,
    unique (id, device),
    constraint device_suspension_lifted_whole check ((lifted_by is null) = (lifted_at is null))
);
create unique index device_suspension_open on device_suspension (device) where lifted_at is null;
create index device_suspension_device on device_suspension (device);
create index device_suspension_account on device_suspension (account);

alter table device add column suspension uuid;
alter table device add constraint device_suspension_is_its_own
    foreign key (suspension, id) references device_suspension (id, device);

create or replace view session_standing as
    select session.id as session, session.token_hash, account.id as account, account.number,
           session.ended_at is null and session.expires_at > now() as live,
           account.suspension is not null as suspended,
           account.born_on is not null and device.confirmed_at is not null and device.suspension is null
               as confirmed,
           session.expires_at,
           device.id as device,
           device.suspension is not null as device_suspended
    from session
    join account on account.id = session.account
    join device on device.id = session.device;
"""


async def forwards() -> MigrationManager:
    return step(ID, DESCRIPTION, SQL)
