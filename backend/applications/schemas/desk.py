"""What clerks see and send."""

import uuid
from datetime import date, datetime
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from backend.applications.rules.clocks import Light
from backend.applications.rules.moves import Act, State
from backend.applications.schemas.application import (
    Certificate,
    Event,
    FieldName,
    Material,
    MaterialId,
    Prefilled,
    Rating,
    Version,
    Wants,
    Words,
)
from backend.content import Slug

NOTE_MAX = 1_000
COUNTED_MAX = 1_000
Sort = Literal["newest", "oldest", "due"]
Note = Annotated[str, Meta(min_length=1, max_length=NOTE_MAX)]


class Colleague(msgspec.Struct, frozen=True):
    """The clerk who has an application."""

    account: uuid.UUID
    name_masked: str | None
    you: bool


class DeskLine(msgspec.Struct, frozen=True, kw_only=True):
    """An application in the desk's queue."""

    id: uuid.UUID
    number: str
    service: str
    service_title: Words
    department: str
    division: str
    division_name: str
    state: State
    state_title: Words
    version: int
    applicant_masked: str | None
    firm: uuid.UUID | None
    assigned_to: Colleague | None
    submitted_at: datetime
    due_on: date | None
    light: Light | None


class DeskAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """One field of the form as the clerk reads it; `text` is its answer in words."""

    field: str
    label: Words
    answer: Any
    text: Words
    prefilled: Prefilled | None
    changed: bool


class DeskApplication(msgspec.Struct, frozen=True, kw_only=True):
    """An application as a clerk of its department sees it; each look is the applicant's to see.

    `changed` in an answer: since it was first submitted.
    """

    id: uuid.UUID
    number: str
    service: str
    service_title: Words
    department: str
    division: str
    division_name: str
    state: State
    state_title: Words
    version: int
    applicant: str | None
    phone_masked: str | None
    firm: uuid.UUID | None
    firm_name: str | None
    answers: list[DeskAnswer]
    materials: list[Material]
    submitted_at: datetime
    accepted_at: datetime | None
    due_on: date | None
    light: Light | None
    assigned_to: Colleague | None
    history: list[Event]
    wants: Wants | None
    certificate: Certificate | None
    rating: Rating | None
    can: list[Act]


class FactLine(msgspec.Struct, frozen=True):
    """One field of a record, in words."""

    field: str
    title: Words
    value: Any
    text: Words


class FactRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A record of the applicant that the service's department may read."""

    register: str
    register_title: Words
    valid_from: date | None
    valid_to: date | None
    as_of: datetime
    lines: list[FactLine]


class Facts(msgspec.Struct, frozen=True):
    """What the registers say of the applicant."""

    items: list[FactRecord]


class Assignment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who takes an application: an account, or nobody."""

    version: Version
    clerk: uuid.UUID | None


class CorrectionRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the applicant is asked to correct, in words, and which fields and materials it concerns."""

    version: Version
    text: Note
    fields: Annotated[list[FieldName], Meta(max_length=60)] = []
    materials: Annotated[list[MaterialId], Meta(max_length=20)] = []


class Approval(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """That the application is granted, with a word to the applicant if need be."""

    version: Version
    note: Note | None = None


class Refusal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """That it is not: the reason is a template's id, the text says it for this case."""

    version: Version
    reason: Slug
    text: Note


class Template(msgspec.Struct, frozen=True, kw_only=True):
    """A reason that clerks need often: its title, and the text to begin with."""

    id: str
    use: Literal["correction", "refusal"]
    title: Words
    text: Words


class Templates(msgspec.Struct, frozen=True):
    """All of them."""

    items: list[Template]


class StateCount(msgspec.Struct, frozen=True):
    """How many applications are in a state; 1,000 stands for 1,000 and more."""

    state: State
    title: Words
    count: int


class LightCount(msgspec.Struct, frozen=True):
    """How many have a light; 1,000 stands for 1,000 and more."""

    light: Light
    count: int


class Counts(msgspec.Struct, frozen=True):
    """What waits at the clerk's desks, by state and by light, and how many of them the clerk has taken."""

    states: list[StateCount]
    lights: list[LightCount]
    mine: int
