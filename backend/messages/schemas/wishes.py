"""What a person wishes of messages, and where they reach them."""

import uuid
from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from backend.messages.rules import Channel, Locale
from backend.people.schemas import LINE

# Of these one may wish to be told nothing; what is statutory among them comes all the same.
Mutable = Literal["case", "certificate", "business", "benefit", "greeting", "city", "other"]
Clock = Annotated[
    str,
    Meta(
        max_length=5, pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", description="Hour and minute in Langfang."
    ),
]
Label = Annotated[str, Meta(max_length=64, pattern=LINE)]
AddressText = Annotated[
    str, Meta(min_length=3, max_length=254, pattern=LINE, description="An e-mail address, or an openid.")
]
# As a browser gives them: base64url of 65 and 16 bytes.
P256DH = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{87}=?$")]
Secret = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{22}(==)?$")]


class MessagePreferences(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one wishes of messages.

    `muted`: categories of which only statutory messages come. `channels`: ways on which they come beside the
    inbox. `silent`: other screens only say that there is one. From `quiet_from` to `quiet_to` only what
    cannot wait goes out; equal times leave no quiet hours. `staff_may_call`: whether somebody of the city may
    call or come by when a reminder stays unanswered.
    """

    muted: Annotated[list[Mutable], Meta(max_length=7)]
    channels: Annotated[list[Channel], Meta(max_length=5)]
    locale: Locale
    silent: bool
    quiet_from: Clock
    quiet_to: Clock
    staff_may_call: bool


class NewContact(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An address of one's own, to which a code of six digits is sent."""

    channel: Literal["email", "wechat"]
    address: AddressText


class NewSubscription(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A browser's push subscription, as the browser gives it."""

    endpoint: Annotated[str, Meta(max_length=1_000, pattern=r"^https?://[!-~]+$")]
    p256dh: P256DH
    auth: Secret
    label: Label = ""


class GivenCode(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The six digits that came."""

    code: Annotated[str, Meta(min_length=1, max_length=32)]


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """Where messages reach one; `address_masked` as its owner recognises it."""

    id: uuid.UUID
    channel: Channel
    address_masked: str
    label: str
    created_at: datetime
    confirmed_at: datetime | None


class Contacts(msgspec.Struct, frozen=True, kw_only=True):
    """All of one's own; `phone_reached`: whether text messages go to the phone that one signs in with.

    They do not after a network said that the number is nobody's, until one signs in with it again.
    """

    items: list[Contact]
    phone_masked: str | None
    phone_reached: bool


class PushKey(msgspec.Struct, frozen=True):
    """The key (base64url) that a browser's subscription is made for."""

    key: str
