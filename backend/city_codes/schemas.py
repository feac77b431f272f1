"""What phones and readers send and get."""

import uuid
from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from backend.city_codes.rules.live_codes import CODE_LENGTH_MAX
from backend.city_codes.rules.verdicts import Result
from backend.content import Slug
from backend.places.schemas.catalogue import PromptCard, Reason
from backend.places.schemas.venues import OrganisationName, VenueName


class CityCodeRequest(msgspec.Struct, forbid_unknown_fields=True):
    """The scene that the holder chose: readers of other scenes refuse the code."""

    scene: Slug


class CityCode(msgspec.Struct, kw_only=True):
    """A live code, to be drawn as a QR code, and when to ask for the next one."""

    code: str
    cid: str
    scene: str
    issued_at: datetime
    expires_at: datetime
    refresh_at: datetime
    server_time: datetime


class VerificationRequest(msgspec.Struct, forbid_unknown_fields=True):
    """What a reader saw; a retry carries the same attempt, anything else is another attempt."""

    code: Annotated[str, Meta(min_length=1, max_length=CODE_LENGTH_MAX)]
    attempt: uuid.UUID


class VerificationAnswer(msgspec.Struct, kw_only=True):
    """What a reader learns: whether the holder may pass, and only what the scene allows to know of them."""

    result: Result
    reason: Reason | None
    id: uuid.UUID
    at: datetime
    pseudonym: str | None
    attributes: dict[str, str | bool]
    prompt: PromptCard


class Verification(msgspec.Struct, kw_only=True):
    """Who looked at one's code: where, when, whether it was accepted, and what they saw."""

    id: uuid.UUID
    at: datetime
    venue: VenueName
    organisation: OrganisationName
    scene: str
    result: Result
    reason: Reason | None
    attributes: dict[str, str | bool]


class CodeKey(msgspec.Struct, kw_only=True):
    """A public key as JOSE writes it (RFC 8037)."""

    kid: str
    x: str
    kty: Literal["OKP"] = "OKP"
    crv: Literal["Ed25519"] = "Ed25519"
    alg: Literal["EdDSA"] = "EdDSA"
    use: Literal["sig"] = "sig"


class CodeKeys(msgspec.Struct):
    """The keys that sign city codes, have signed ones that are alive, or will sign next."""

    keys: list[CodeKey]
