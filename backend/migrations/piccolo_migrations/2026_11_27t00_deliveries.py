"""Messages that are carried to people: deliveries, where to, and what each of them wishes."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.migrations.steps import step

ID = "2026-11-27t00-deliveries"
VERSION = "1.38.0"
DESCRIPTION = "Deliveries"

SQL = """
alter table message
    add column about     uuid,
    add column category  text not null default 'other' check (category in
        ('security', 'case', 'certificate', 'business', 'benefit', 'greeting', 'city', 'other')),
    add column tier      text not null default 'statutory'
        check (tier in ('statutory', 'optional', 'greeting')),
    add column sensitive boolean not null default false,
    drop constraint message_facts_check,
    add constraint message_facts_check check (octet_length(facts::text) <= 8192);
update message set category = case when kind like 'application-%' then 'case' else 'security' end
    where kind like 'application-%' or kind in ('code-copied', 'device-suspended', 'far-apart');
alter table message alter column category drop default, alter column tier drop default,
    alter column sensitive drop default;
create index message_category on message (account, category, id);
create index message_about on message (about) where about is not null;

-- What a person wishes; whoever has no row here has these defaults.
create table message_preference (
    account        uuid primary key references account (id),
    muted          text[] not null default '{}',
    channels       text[] not null default '{push,sms,email,wechat,voice}',
    locale         text not null default 'zh-CN' check (locale in ('zh-CN', 'en')),
    silent         boolean not null default false,
    quiet_from     time not null default '21:00',
    quiet_to       time not null default '08:00',
    staff_may_call boolean not null default true,
    updated_at     timestamptz not null
);

create table contact (
    id             uuid primary key,
    account        uuid not null references account (id),
    channel        text not null check (channel in ('push', 'sms', 'email', 'wechat', 'voice')),
    -- Of a text message's phone only the index is here: the account has the number.
    address_sealed bytea,
    index          bytea not null check (octet_length(index) = 32),
    label          text not null check (length(label) <= 64),
    device         uuid,
    code_sealed    bytea,
    code_tries     smallint not null default 0 check (code_tries between 0 and 5),
    code_sent_at   timestamptz,
    code_ends_at   timestamptz,
    created_at     timestamptz not null,
    confirmed_at   timestamptz,
    ended_at       timestamptz,
    ended_because  text check (
        ended_because in ('removed', 'replaced', 'moved', 'bad-address', 'gone', 'blocked')),
    constraint contact_ended_whole check ((ended_at is null) = (ended_because is null)),
    constraint contact_reachable
        check (ended_at is not null or channel = 'sms' or address_sealed is not null)
);
create index contact_own on contact (account, channel, id) where ended_at is null;
create index contact_texts on contact (account) where channel = 'sms';
-- A browser's push subscription is one person's: whoever signed in there last.
create unique index contact_push on contact (index) where channel = 'push' and ended_at is null;
create index contact_ended on contact (ended_at) where ended_at is not null;

create table delivery (
    id         uuid primary key,
    message    uuid not null references message (id) on delete cascade,
    account    uuid not null,
    channel    text not null check (channel in ('push', 'sms', 'email', 'wechat', 'voice')),
    contact    uuid,
    urgent     boolean not null,
    state      text not null check (state in
        ('queued', 'sending', 'sent', 'delivered', 'failed', 'unknown', 'gave-up', 'cancelled')),
    provider   text,
    -- The worker that has it, by the number of its lock.
    worker     integer,
    attempts   smallint not null default 0,
    denials    smallint not null default 0,
    reference  text check (length(reference) <= 200),
    error      text check (length(error) <= 60),
    created_at timestamptz not null,
    -- When it was to go out; and when something is to be done about it next.
    due_at     timestamptz not null,
    next_at    timestamptz,
    handed_at  timestamptz,
    ended_at   timestamptz,
    unique nulls not distinct (message, channel, contact)
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.05);
create index delivery_queued on delivery (channel, urgent desc, next_at) where state = 'queued';
create index delivery_sending on delivery (worker) where state = 'sending';
create index delivery_asked on delivery (provider, next_at)
    where state in ('unknown', 'sent') and next_at is not null;
create index delivery_recent on delivery (due_at);
create index delivery_unwell on delivery (state, id) where state in ('failed', 'unknown', 'gave-up');
create index delivery_age on delivery (created_at);
-- Who reports by a number of its own.
create index delivery_reference on delivery (reference) where channel = 'wechat' and reference is not null;

-- The number of a worker that delivers, for the lock that it holds as long as it lives.
create sequence delivery_worker as integer cycle;

create table provider_state (
    provider     text primary key,
    failures     integer not null default 0,
    open_until   timestamptz,
    open_because text check (open_because in ('unreachable', 'silent')),
    updated_at   timestamptz not null
);

-- `at`, or the end of the quiet hours around it, in which each account has a moment of its own in 30 minutes.
create function wake_at(at timestamptz, quiet_from time, quiet_to time, account uuid) returns timestamptz
language sql immutable parallel safe as $$
    select case
        when quiet_from = quiet_to then at
        when quiet_from < quiet_to and not (l.t >= quiet_from and l.t < quiet_to) then at
        when quiet_from > quiet_to and not (l.t >= quiet_from or l.t < quiet_to) then at
        else (l.day + (case when l.t >= quiet_to then 1 else 0 end) + quiet_to) at time zone 'Asia/Shanghai'
            + make_interval(secs => (('x' || left(md5(account::text), 7))::bit(28)::integer % 1800))
    end
    from (
        select (at at time zone 'Asia/Shanghai')::time as t, (at at time zone 'Asia/Shanghai')::date as day
    ) l
$$;

create index identity_confirmation_moved on identity_confirmation (account) where how = 'moved-away';
create view account_holder as
    select account, max(confirmed_at) as since from identity_confirmation where how = 'moved-away'
    group by account;
create view account_proof as
    select session.account, session.created_at as at
    from session join device on device.id = session.device
    where device.confirmed_at is not null and device.removed_at is null;
create view device_in_use as
    select device.id as device, device.account
    from device
    where device.removed_at is null and device.suspension is null and device.confirmed_at is not null
        and (select session.ended_at is null from session where session.device = device.id
             order by session.created_at desc limit 1);

create view message_reading as
    select id as message, account, key, about as ref, at, read_at from message;
create view message_wish as
    select account, muted, staff_may_call from message_preference;
"""


async def forwards() -> MigrationManager:
    return step(ID, DESCRIPTION, SQL)
