"""What phones and readers send and get."""

import uuid
from datetime import date, datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from backend.city_codes.rules.live_codes import CODE_LENGTH_MAX
from backend.city_codes.rules.verdicts import Result
from backend.content import Slug
from backend.places.schemas.catalogue import PromptCard, Reason
from backend.places.schemas.venues import OrganisationName, VenueName

BATCH_MAX = 100


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


class SpokenNumber(msgspec.Struct, kw_only=True):
    """Twenty digits to be read out instead of a picture; the last one checks the others."""

    number: str
    cid: str
    scene: str
    issued_at: datetime
    expires_at: datetime
    server_time: datetime


class VerificationRequest(msgspec.Struct, forbid_unknown_fields=True):
    """What a reader saw: a live code, a carried one, or a spoken number.

    A retry carries the same attempt, anything else is another attempt. `nonce` is the challenge that the
    reader showed, where its scene asks for one.
    """

    code: Annotated[str, Meta(min_length=1, max_length=CODE_LENGTH_MAX)]
    attempt: uuid.UUID
    nonce: Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{10}[AEIMQUYcgkosw048]$")] | None = None


class VerificationBatch(msgspec.Struct, forbid_unknown_fields=True):
    """Codes that a gateway forwards together; a spoken number is asked for by itself."""

    items: Annotated[list[VerificationRequest], Meta(min_length=1, max_length=BATCH_MAX)]


class VerificationAnswer(msgspec.Struct, kw_only=True):
    """What a reader learns: whether the holder may pass, and only what the scene allows to know of them."""

    result: Result
    reason: Reason | None
    id: uuid.UUID
    at: datetime
    pseudonym: str | None
    attributes: dict[str, str | bool]
    prompt: PromptCard


class VerificationAnswers(msgspec.Struct):
    """The answers to a batch, in its order."""

    items: list[VerificationAnswer]


class Verification(msgspec.Struct, kw_only=True):
    """Who looked at one's code: where, when, whether it was accepted, and what they saw.

    `offline`: the reader had no network, and told the city later.
    """

    id: uuid.UUID
    at: datetime
    venue: VenueName
    organisation: OrganisationName
    scene: str
    result: Result
    reason: Reason | None
    attributes: dict[str, str | bool]
    offline: bool


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


class OutcomeCount(msgspec.Struct, frozen=True):
    """How many checks of a day had one outcome: "accepted", or the reason why not."""

    day: date
    offline: bool
    outcome: str
    checks: int
