"""The tables of messages, and the views that other domains may read.

    message_reading(message, account, key, ref, at, read_at)
        one row a message; `key` is the sender's, `ref` what it is about, `read_at` null until it is read
    message_wish(account, muted, staff_may_call)
        one row an account whose holder has wished otherwise; without a row nothing is muted, staff may call

Where messages are carried to is sealed; a contact's `index` is a keyed blind index.
"""

from piccolo.columns import (
    JSON,
    UUID,
    Array,
    Boolean,
    Bytea,
    Integer,
    SmallInt,
    Text,
    Time,
    Timestamptz,
)
from piccolo.table import Table

from backend.core.db import DB
from backend.core.ids import UUID7


class Message(Table, tablename="message", db=DB):
    """Something that the city told a resident: its kind and facts, from which its words are made when read.

    `key` is the sender's: one account gets a message with it once. Facts hold nothing that identifies.
    """

    id = UUID(primary_key=True, default=UUID7())
    account = UUID()
    kind = Text()
    facts = JSON()
    key = Text()
    at = Timestamptz()
    read_at = Timestamptz(null=True, default=None)
    about = UUID(null=True, default=None)
    category = Text()
    tier = Text()
    sensitive = Boolean(default=False)


class MessagePreference(Table, tablename="message_preference", db=DB):
    """What a person wishes; whoever has no row has the defaults.

    `held_preference` has the same without those of whom an account stood for before.
    """

    account = UUID(primary_key=True, default=None)
    muted = Array(base_column=Text())
    channels = Array(base_column=Text())
    locale = Text()
    silent = Boolean(default=False)
    quiet_from = Time()
    quiet_to = Time()
    staff_may_call = Boolean(default=True)
    updated_at = Timestamptz()


class Contact(Table, tablename="contact", db=DB):
    """Where a channel leads to a person; of text messages only that the account's phone is not theirs now."""

    id = UUID(primary_key=True, default=UUID7())
    account = UUID()
    channel = Text()
    address_sealed = Bytea(null=True, default=None)
    index = Bytea()
    label = Text()
    device = UUID(null=True, default=None)
    code_sealed = Bytea(null=True, default=None)
    code_tries = SmallInt(default=0)
    code_sent_at = Timestamptz(null=True, default=None)
    code_ends_at = Timestamptz(null=True, default=None)
    created_at = Timestamptz()
    confirmed_at = Timestamptz(null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)
    ended_because = Text(null=True, default=None)


class Delivery(Table, tablename="delivery", db=DB):
    """A message on its way over one channel; its id is what providers know it by."""

    id = UUID(primary_key=True, default=UUID7())
    message = UUID()
    account = UUID()
    channel = Text()
    contact = UUID(null=True, default=None)
    urgent = Boolean(default=False)
    state = Text()
    provider = Text(null=True, default=None)
    worker = Integer(null=True, default=None)
    attempts = SmallInt(default=0)
    denials = SmallInt(default=0)
    reference = Text(null=True, default=None)
    error = Text(null=True, default=None)
    created_at = Timestamptz()
    due_at = Timestamptz()
    next_at = Timestamptz(null=True, default=None)
    handed_at = Timestamptz(null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)


class ProviderState(Table, tablename="provider_state", db=DB):
    """How a provider has been doing; while `open_until` is not over, nothing is handed to it."""

    provider = Text(primary_key=True)
    failures = Integer(default=0)
    open_until = Timestamptz(null=True, default=None)
    open_because = Text(null=True, default=None)
    updated_at = Timestamptz()
