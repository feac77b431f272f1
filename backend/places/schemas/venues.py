"""The shapes of organisations, venues and readers in the API."""

import uuid
from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from backend.content import Slug
from backend.places.rules.reader_keys import Jwk
from backend.places.schemas.catalogue import Division, SceneCard

NameText = Annotated[str, Meta(min_length=1, max_length=60)]
ReasonText = Annotated[str, Meta(min_length=1, max_length=200)]
DivisionCode = Annotated[str, Meta(pattern=r"^\d{6}(\d{3}){0,2}$", max_length=12)]
Jws = Annotated[str, Meta(min_length=1, max_length=2_048, description="A compact JWS.")]
Scope = Literal["organisation", "venue", "reader"]


class Name(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"zh": "zh-CN"}):
    """What a place is called, in both languages."""

    zh: NameText
    en: NameText


class GivenReason(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why something is suspended."""

    reason: ReasonText


class Suspension(msgspec.Struct, frozen=True):
    """That something is suspended: what, since when, why, and whether only an operator may lift it."""

    scope: Scope
    reason: str
    suspended_at: datetime
    by_operator: bool


class NewOrganisation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An organisation to be registered; the unified social credit code (统一社会信用代码) is optional."""

    name: Name
    credit_code: Annotated[str, Meta(max_length=24)] | None = None


class Organisation(msgspec.Struct, frozen=True):
    """Whoever runs venues."""

    id: uuid.UUID
    name: Name
    credit_code: str | None
    created_at: datetime
    suspension: Suspension | None


class OrganisationName(msgspec.Struct, frozen=True):
    """Which organisation, and what it is called."""

    id: uuid.UUID
    name: Name


class NewManager(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The phone of someone who shall manage an organisation's venues."""

    phone: Annotated[str, Meta(min_length=1, max_length=32)]


class Manager(msgspec.Struct, frozen=True):
    """Someone who manages an organisation's venues."""

    id: uuid.UUID
    organisation: uuid.UUID
    phone_masked: str
    added_at: datetime


class ManagerList(msgspec.Struct, frozen=True):
    """Everybody who manages one organisation's venues."""

    items: list[Manager]


class Position(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A place on Earth in degrees (WGS 84)."""

    latitude: Annotated[float, Meta(ge=-90, le=90)]
    longitude: Annotated[float, Meta(ge=-180, le=180)]


class NewVenue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A venue to be opened: its name, where it is, and what happens there.

    With a position, codes that are at two places too far apart come to light.
    """

    name: Name
    division: DivisionCode
    scenes: Annotated[list[Slug], Meta(min_length=1, max_length=8)]
    position: Position | None = None


class Venue(msgspec.Struct, frozen=True):
    """A place where codes are shown."""

    id: uuid.UUID
    organisation: OrganisationName
    name: Name
    division: Division
    scenes: list[str]
    position: Position | None
    created_at: datetime
    suspension: Suspension | None


class VenueName(msgspec.Struct, frozen=True):
    """Which venue, and what it is called."""

    id: uuid.UUID
    name: Name


class NewReader(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A reader to be set up at a venue, for one of the venue's scenes."""

    name: NameText
    scene: Slug


class Reader(msgspec.Struct, frozen=True):
    """A scanner at a venue; suspended also while its venue or organisation is."""

    id: uuid.UUID
    venue: uuid.UUID
    name: str
    scene: str
    state: Literal["waiting", "enrolled", "suspended"]
    created_at: datetime
    last_seen_at: datetime | None
    suspension: Suspension | None


class ReaderWithCode(msgspec.Struct, frozen=True):
    """A reader with the one-time code that enrols a key for it; the code is shown here and never again."""

    reader: Reader
    enrolment_code: str
    enrolment_expires_at: datetime


class Enrolment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A device's wish to be a reader.

    `proof` is a JWS by `public_key` over `{"aud": "yima-enrolment", "code": code, "iat": now}`.
    """

    code: Annotated[str, Meta(min_length=1, max_length=32)]
    public_key: Jwk
    proof: Jws


class ReaderPlace(msgspec.Struct, frozen=True):
    """A reader, and where it stands."""

    reader: Reader
    venue: VenueName
    organisation: OrganisationName
    scene: SceneCard


class TokenRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A reader's wish for a token.

    `assertion` is a JWS by its key over `iss` and `sub` (its id), `aud` "yima-reader", `jti` (a new UUID),
    `iat` and `exp`, at most 60 seconds later.
    """

    assertion: Jws


class AccessToken(msgspec.Struct, frozen=True):
    """What a reader shows with every request (`Authorization: Bearer …`)."""

    access_token: str
    expires_at: datetime
