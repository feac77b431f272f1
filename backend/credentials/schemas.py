"""What phones send and get."""

import uuid
from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from backend.credentials.rules.lists import ListKey

BATCH_MAX = 32

PhoneKey = Annotated[
    str,
    Meta(min_length=43, max_length=44, description="Ed25519: 32 bytes; P-256: 33, compressed; base64url."),
]


class CredentialRequest(msgspec.Struct, forbid_unknown_fields=True):
    """The public keys that a phone has just made, one for each credential."""

    suite: Literal["ed25519", "es256"]
    keys: Annotated[list[PhoneKey], Meta(min_length=1, max_length=BATCH_MAX)]


class CredentialBatch(msgspec.Struct, kw_only=True):
    """A credential for each key, in their order: the part of a code that the city signed, base64url."""

    id: uuid.UUID
    credentials: list[str]
    issued_at: datetime
    expires_at: datetime
    server_time: datetime


class BatchStanding(msgspec.Struct, kw_only=True):
    """That a batch still counts, and until when."""

    expires_at: datetime
    server_time: datetime


class ListKeys(msgspec.Struct):
    """The keys that sign the lists for readers, or will; to be kept at enrolment."""

    keys: list[ListKey]
