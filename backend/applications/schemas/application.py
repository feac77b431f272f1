"""What an application is, for whoever may see it."""

import uuid
from datetime import date, datetime
from typing import Annotated, Any, Literal, TypeAlias

import msgspec
from msgspec import Meta

from backend.applications.rules.clocks import Light
from backend.applications.rules.files import MediaType
from backend.applications.rules.moves import Act, Ask, State
from backend.applications.rules.words import Kind

FIELDS_MAX = 120
FILE_NAME_MAX = 120
UPLOADS_MAX = 20
UPLOAD_BYTES_MAX = 10 * 1024 * 1024

FieldName = Annotated[str, Meta(min_length=1, max_length=60)]
MaterialId = Annotated[str, Meta(min_length=1, max_length=60)]
Version = Annotated[int, Meta(ge=1, le=2**31 - 1, description="The version that the change is made to.")]
# What a field of a form may hold; the service's form says which. A list holds texts.
Answer: TypeAlias = str | int | float | bool | list[str] | None
Answers: TypeAlias = Annotated[dict[FieldName, Answer], Meta(max_length=FIELDS_MAX)]


class Words(msgspec.Struct, frozen=True, rename={"zh": "zh-CN"}):
    """A text in both languages."""

    zh: str
    en: str


class AnswerError(msgspec.Struct, frozen=True):
    """What is wrong at one place: `#/answers/<field>` or `#/materials/<id>`; `detail` is the English one."""

    pointer: str
    detail: str
    message: Words


class Prefilled(msgspec.Struct, frozen=True):
    """Where an answer comes from: a register, and how old what it said is."""

    register: str
    title: Words
    as_of: datetime


class Upload(msgspec.Struct, frozen=True):
    """A file that was handed in; `bytes` as it is kept."""

    id: uuid.UUID
    file_name: str
    media_type: MediaType
    bytes: int
    created_at: datetime


class Material(msgspec.Struct, frozen=True, kw_only=True):
    """Something that the service asks for, and what is there.

    `from_register`: the register that has it already, so that it is not asked for.
    """

    id: str
    title: Words
    required: bool
    accept: list[MediaType]
    max_bytes: int
    uploads: list[Upload]
    from_register: Prefilled | None


class Wants(msgspec.Struct, frozen=True):
    """What a clerk asks to be corrected; without fields and materials, whatever the text says."""

    text: str
    fields: list[str]
    materials: list[str]


class Author(msgspec.Struct, frozen=True):
    """Who did something: the applicant, a clerk (told by the department), or the city by itself."""

    kind: Literal["applicant", "clerk", "city"]
    department_title: Words | None
    you: bool


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One line of an application's history; `reason` is a template's title, `note` what was written."""

    at: datetime
    kind: Kind
    title: Words
    who: Author
    reason: Words | None
    note: str | None


class Certificate(msgspec.Struct, frozen=True):
    """The record that the approval wrote; the wallet shows it."""

    register: str
    record: uuid.UUID
    title: Words


class Rating(msgspec.Struct, frozen=True):
    """How the applicant found it."""

    stars: int
    comment: str | None


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """An application in the applicant's own list."""

    id: uuid.UUID
    number: str
    service: str
    service_title: Words
    department_title: Words
    firm: uuid.UUID | None
    state: State
    state_title: Words
    due_on: date | None
    light: Light | None
    created_at: datetime
    updated_at: datetime


class Application(msgspec.Struct, frozen=True, kw_only=True):
    """An application as its applicant sees it.

    `errors`: what still keeps it from being submitted. `expires_on`: the last day of a draft. `can`: what the
    applicant may do now.
    """

    id: uuid.UUID
    number: str
    service: str
    service_title: Words
    department: str
    department_title: Words
    division: str
    firm: uuid.UUID | None
    state: State
    state_title: Words
    version: int
    answers: dict[str, Any]
    prefilled: dict[str, Prefilled]
    errors: list[AnswerError]
    materials: list[Material]
    created_at: datetime
    updated_at: datetime
    submitted_at: datetime | None
    expires_on: date | None
    due_on: date | None
    light: Light | None
    history: list[Event]
    wants: Wants | None
    certificate: Certificate | None
    rating: Rating | None
    can: list[Ask]


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """Where an application stands after a change; the next one is made to `version`."""

    id: uuid.UUID
    state: State
    state_title: Words
    version: int
    due_on: date | None
    light: Light | None
    can: list[Ask]


class DeskStanding(msgspec.Struct, frozen=True, kw_only=True):
    """Where an application stands after a clerk's change."""

    id: uuid.UUID
    state: State
    state_title: Words
    version: int
    due_on: date | None
    light: Light | None
    can: list[Act]
