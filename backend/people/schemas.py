"""What people's routes take and give."""

import uuid
from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

# Long enough for any way of writing it; what it means is decided by the rules.
PhoneText = Annotated[
    str, Meta(max_length=32, description="A Chinese mobile number.", examples=["13800000001"])
]
NameText = Annotated[str, Meta(min_length=1, max_length=60, description="As on the ID card.")]
IdNumberText = Annotated[str, Meta(max_length=32, description="The 18 characters of the ID card.")]
Token = Annotated[str, Meta(min_length=1, max_length=128)]
# Control characters (PostgreSQL keeps no NUL) have no place in a line of text.
LINE = r"^[^\x00-\x1f\x7f]*$"
Reason = Annotated[
    str, Meta(min_length=2, max_length=200, pattern=LINE, description="Why; the next operator reads it.")
]
Locale = Literal["zh-CN", "en"]


class NewSignIn(msgspec.Struct, forbid_unknown_fields=True):
    """A wish to sign in."""

    phone: PhoneText
    locale: Locale = "zh-CN"
    device_token: Token | None = None


class SignIn(msgspec.Struct):
    """A sign-in that waits for the one-time password; the same for every phone, known or not."""

    id: uuid.UUID
    expires_at: datetime
    resend_at: datetime


class ThisDevice(msgspec.Struct, forbid_unknown_fields=True):
    """The device that signs in: its token from an earlier sign-in, and what its owner calls it."""

    token: Token | None = None
    label: Annotated[str, Meta(max_length=64, pattern=LINE)] = ""


class GivenPassword(msgspec.Struct, forbid_unknown_fields=True):
    """The one-time password, and the kind of session that is wanted."""

    password: Annotated[str, Meta(min_length=1, max_length=32)]
    session: Literal["token", "cookie"]
    device: ThisDevice = msgspec.field(default_factory=ThisDevice)


class Session(msgspec.Struct):
    """Being signed in: tokens for an app; a browser has its tokens in HttpOnly cookies instead."""

    expires_at: datetime
    access_token: str | None = None
    access_expires_at: datetime | None = None
    refresh_token: str | None = None
    refresh_expires_at: datetime | None = None
    device_token: str | None = None


class GivenRefreshToken(msgspec.Struct, forbid_unknown_fields=True):
    """The newest refresh token of a session."""

    refresh_token: Token


class Notice(msgspec.Struct):
    """Something about the account that its owner should know."""

    kind: Literal["session-ended-because-its-token-was-used-twice"]
    at: datetime
    device_label: str


class Me(msgspec.Struct):
    """One's own account, as shown to oneself; the name appears on confirmed devices only."""

    id: uuid.UUID
    phone_masked: str
    name_masked: str | None
    identity: Literal["none", "confirmed"]
    device: Literal["new", "confirmed", "suspended"]
    suspended: bool
    roles: list[Literal["resident", "operator"]]
    notices: list[Notice]


class GivenIdentity(msgspec.Struct, forbid_unknown_fields=True):
    """Who someone says they are."""

    name: NameText
    id_number: IdNumberText


class CounterIdentity(msgspec.Struct, forbid_unknown_fields=True):
    """Who someone is, as an operator saw on their ID card.

    `move` takes the identity from the person's earlier account, for someone whose phone number has changed.
    """

    name: NameText
    id_number: IdNumberText
    move: bool = False


class Device(msgspec.Struct):
    """A device that has signed in to the account."""

    id: uuid.UUID
    label: str
    created_at: datetime
    last_seen_at: datetime
    this_device: bool
    confirmed: bool
    suspended: bool


class Devices(msgspec.Struct):
    """One's own devices, the last seen first."""

    items: list[Device]


class WantedResident(msgspec.Struct, forbid_unknown_fields=True):
    """The phone of a resident who stands at the counter."""

    phone: PhoneText


class SuspendedDevice(msgspec.Struct):
    """A resident's device that is suspended, as an operator at a counter sees it."""

    id: uuid.UUID
    label: str
    reason: str
    suspended_at: datetime
    suspended_by: uuid.UUID | None


class Resident(msgspec.Struct):
    """A resident's account as an operator sees it."""

    id: uuid.UUID
    phone_masked: str
    name_masked: str | None
    identity: Literal["none", "confirmed"]
    suspended: bool
    suspended_devices: list[SuspendedDevice]


class Residents(msgspec.Struct):
    """The residents found: one or none."""

    items: list[Resident]


class GivenReason(msgspec.Struct, forbid_unknown_fields=True):
    """Why something is done to a resident or a device."""

    reason: Reason


class Suspension(msgspec.Struct):
    """That, since when and why an account is suspended."""

    reason: str
    suspended_at: datetime
    suspended_by: uuid.UUID


class DeviceSuspension(msgspec.Struct):
    """That, since when and why a device is suspended; by nobody when the city found it by itself."""

    label: str
    reason: str
    suspended_at: datetime
    suspended_by: uuid.UUID | None
