"""The tables of people, and the views that other domains may read.

    resident_standing(number, account, suspended, born_on)
        one row an account; `born_on` is null until the identity is confirmed
    session_standing(session, token_hash, account, number, live, suspended, confirmed, expires_at,
                     device, device_suspended)
        one row a session; `live`: neither ended nor expired
        `confirmed`: the identity, and this device, which is not suspended
        `token_hash` is null for an app's session, which shows a signed access token instead
    account_holder(account, since)
        one row an account whose identity has moved to another; until `since` it was that person's
    account_proof(account, at)
        one row for each time that somebody signed in by the account's phone on a device that is confirmed
    device_in_use(device, account)
        one row for each confirmed device of an account on which nobody signed out since the last sign-in
    resident_identity(account, id_number_index)
        one row an account whose identity is confirmed; registers find a person's records by it

Phones, names and ID numbers are sealed; `*_index` are keyed blind indexes. Tokens are kept as SHA-256 only.
"""

from piccolo.columns import UUID, BigInt, Boolean, Bytea, Date, SmallInt, Text, Timestamptz
from piccolo.table import Table

from backend.core.db import DB
from backend.core.ids import UUID7


class Account(Table, tablename="account", db=DB):
    """One person's account: one a phone, and one an ID number."""

    id = UUID(primary_key=True, default=UUID7())
    number = BigInt()
    phone_sealed = Bytea()
    phone_index = Bytea(unique=True)
    name_sealed = Bytea(null=True, default=None)
    id_number_sealed = Bytea(null=True, default=None)
    id_number_index = Bytea(null=True, default=None, unique=True)
    born_on = Date(null=True, default=None)
    suspension = UUID(null=True, default=None)
    created_at = Timestamptz()


class IdentityConfirmation(Table, tablename="identity_confirmation", db=DB):
    """That an identity was confirmed for an account, how, and by whom; never changed afterwards."""

    id = UUID(primary_key=True, default=UUID7())
    account = UUID()
    how = Text()
    operator = UUID(null=True, default=None)
    device = UUID(null=True, default=None)
    confirmed_at = Timestamptz()


class Suspension(Table, tablename="suspension", db=DB):
    """That an account was suspended, why, by whom, and who lifted it; the account points to the open one."""

    id = UUID(primary_key=True, default=UUID7())
    account = UUID()
    reason = Text()
    suspended_by = UUID()
    suspended_at = Timestamptz()
    lifted_by = UUID(null=True, default=None)
    lifted_at = Timestamptz(null=True, default=None)


class Operator(Table, tablename="operator", db=DB):
    """That an account may operate the city's counters."""

    account = UUID(primary_key=True, default=None)
    granted_at = Timestamptz()


class Device(Table, tablename="device", db=DB):
    """A device of an account; a phone that a family shares is one row in each of their accounts."""

    id = UUID(primary_key=True, default=UUID7())
    account = UUID()
    token_hash = Bytea()
    label = Text()
    created_at = Timestamptz()
    last_seen_at = Timestamptz()
    confirmed_at = Timestamptz(null=True, default=None)
    removed_at = Timestamptz(null=True, default=None)
    suspension = UUID(null=True, default=None)


class DeviceSuspension(Table, tablename="device_suspension", db=DB):
    """That a device was suspended, why, by whom (by the city itself: null), and who lifted it.

    The device points to the open one; a device that is forgotten leaves its suspensions behind.
    """

    id = UUID(primary_key=True, default=UUID7())
    device = UUID(null=True, default=None)
    account = UUID()
    reason = Text()
    suspended_by = UUID(null=True, default=None)
    suspended_at = Timestamptz()
    lifted_by = UUID(null=True, default=None)
    lifted_at = Timestamptz(null=True, default=None)


class Session(Table, tablename="session", db=DB):
    """Being signed in on one device; a refresh token family, or a browser's cookie."""

    id = UUID(primary_key=True, default=UUID7())
    account = UUID()
    device = UUID()
    token_hash = Bytea(null=True, default=None, unique=True)
    created_at = Timestamptz()
    expires_at = Timestamptz()
    ended_at = Timestamptz(null=True, default=None)
    ended_because = Text(null=True, default=None)


class RefreshToken(Table, tablename="refresh_token", db=DB):
    """One link of a session's chain; `answer_sealed` is what its use was answered with."""

    token_hash = Bytea(primary_key=True)
    session = UUID()
    successor_hash = Bytea(null=True, default=None)
    answer_sealed = Bytea(null=True, default=None)
    created_at = Timestamptz()
    used_at = Timestamptz(null=True, default=None)


class SignIn(Table, tablename="sign_in", db=DB):
    """A one-time password on its way; forgotten a day after it is over."""

    id = UUID(primary_key=True, default=UUID7())
    phone_sealed = Bytea()
    phone_index = Bytea()
    device = UUID(null=True, default=None)
    english = Boolean(default=False)
    password_sealed = Bytea()
    tries = SmallInt(default=0)
    created_at = Timestamptz()
    expires_at = Timestamptz()
    sent_at = Timestamptz(null=True, default=None)
    answered_at = Timestamptz(null=True, default=None)
    answer_sealed = Bytea(null=True, default=None)
    caller_hash = Bytea(null=True, default=None)
