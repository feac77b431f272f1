"""What readers hand in, and what operators and managers see of it."""

import uuid
from datetime import date, datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from backend.city_codes.rules.live_codes import CODE_LENGTH_MAX
from backend.city_codes.schemas import OutcomeCount
from backend.places.schemas.catalogue import Outcome
from backend.places.schemas.venues import Jws, VenueName

RECORDS_MAX = 1_000
MILLISECONDS_MAX = 2**46

Link = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{43}$", description="SHA-256, base64url.")]
Sequence = Annotated[int, Meta(ge=0, le=2**53)]
Kind = Literal["copied", "cloned", "counter-back", "far-apart", "forged", "late", "forked"]


class EvidenceRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One check without a network; `at` is the reader's time in milliseconds since 1970."""

    at: Annotated[int, Meta(ge=0, le=MILLISECONDS_MAX)]
    verdict: Outcome
    degraded: bool
    code: Annotated[str, Meta(min_length=1, max_length=CODE_LENGTH_MAX)]


class Evidence(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Records in a row, the first numbered `after` + 1.

    `proof` is a JWS by the reader's key over `aud` "yima-evidence", `sub` (its id), `sequence` and `link` of
    the last record, and `iat`.
    """

    after: Sequence
    records: Annotated[list[EvidenceRecord], Meta(min_length=1, max_length=RECORDS_MAX)]
    proof: Jws


class EvidenceHead(msgspec.Struct, frozen=True):
    """The last record that the city has of a reader's key, and its link; zeros before the first."""

    sequence: int
    link: str


class Taken(msgspec.Struct, frozen=True):
    """The last record that the city has now."""

    sequence: int


class Sight(msgspec.Struct, frozen=True):
    """Where and when a code was seen."""

    reader: uuid.UUID
    reader_name: str
    venue: VenueName
    at: datetime


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """Something that does not fit together, for an operator to look at.

    `copied`: one code at two readers; `cloned`: two codes with one counter; `counter-back`: a counter that
    went back; `far-apart`: one holder at two places too far from each other; `forged`, `late`, `forked`: what
    a reader handed in. `records` says of how many records it is; `account` and `device` whose code it was.
    """

    id: uuid.UUID
    kind: Kind
    account: uuid.UUID | None
    device: uuid.UUID | None
    device_suspended: bool
    one: Sight
    two: Sight | None
    records: int
    found_at: datetime
    resolved_at: datetime | None
    note: str | None


class Resolution(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a finding was closed."""

    note: Annotated[str, Meta(min_length=1, max_length=500)]


class ReaderReport(msgspec.Struct, frozen=True):
    """A reader's name, and when it last handed in what it checked alone."""

    id: uuid.UUID
    name: str
    handed_in_at: datetime | None


class VenueReport(msgspec.Struct, frozen=True):
    """What a venue checked on its last days, by outcome; how many findings concern it; its readers."""

    since: date
    counts: list[OutcomeCount]
    findings: int
    readers: list[ReaderReport]
