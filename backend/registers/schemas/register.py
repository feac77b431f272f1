"""A register as content has it: `content/registers/<id>.yaml`."""

from typing import Annotated, Literal

from msgspec import Meta

from backend.content import Bilingual, Record, Slug

SubjectKind = Literal["resident", "firm", "vehicle", "premises"]
Role = Literal["guardian", "owner", "representative", "employer", "spouse", "operator"]
FieldType = Literal["text", "integer", "boolean", "date", "identifier", "choice"]
Sensitivity = Literal["plain", "personal", "sensitive"]
Purpose = Literal["prefill", "wallet", "desk", "reminder", "proof", "approval"]
Mark = Literal["V", "Vg", "G"]

FieldName = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$", max_length=40)]
ChoiceId = Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]


class Choice(Record, frozen=True, kw_only=True):
    """One value that a field may have."""

    id: ChoiceId
    title: Bilingual


class Field(Record, frozen=True, kw_only=True):
    """One field of a register.

    An `identifier` (a name, a number, an address) is kept sealed, and no condition may name it. `max_length`
    counts the characters of a text or an identifier. What is `sensitive` (PIPL Art 28: health, finances,
    children under 14) needs a consent of its own where a use needs one.
    """

    type: FieldType
    title: Bilingual
    choices: Annotated[tuple[Choice, ...], Meta(max_length=60)] = ()
    required: bool = False
    max_length: Annotated[int, Meta(ge=1, le=500)] = 100
    sensitivity: Sensitivity = "personal"


class Related(Record, frozen=True, kw_only=True):
    """Who else each record is about: the guardian of a child, the owner of a vehicle."""

    kind: SubjectKind
    role: Role
    title: Bilingual


class Certificate(Record, frozen=True, kw_only=True):
    """A record in its holder's wallet; without `number_field` the subject's own number is shown."""

    title: Bilingual
    number_field: FieldName | None = None


class Use(Record, frozen=True, kw_only=True):
    """What records may be read for, by which departments, which fields, and whether the person must agree.

    `own`: the department that keeps the register.
    """

    purpose: Purpose
    departments: Literal["own", "any"] | Annotated[tuple[Slug, ...], Meta(min_length=1, max_length=30)]
    fields: Literal["all"] | Annotated[tuple[FieldName, ...], Meta(min_length=1, max_length=40)]
    consent: bool


class Register(Record, frozen=True, kw_only=True):
    """One kind of fact that a department knows.

    `one`: a subject has one current record, the newest; otherwise it may have many. `fresh_days`: how old a
    fact may be before it must be asked again. Every record has `valid_from` and `valid_to` besides its
    `fields`. `mark`: how sure the law behind its dates is (V read in the law, Vg seen in a guide, G assumed);
    the field lists are ours, whatever the mark.
    """

    title: Bilingual
    department: Slug
    subject: SubjectKind
    one: bool
    related: Related | None
    fresh_days: Annotated[int, Meta(ge=1, le=3660)]
    certificate: Certificate | None
    fields: Annotated[dict[FieldName, Field], Meta(max_length=40)]
    uses: Annotated[tuple[Use, ...], Meta(max_length=12)]
    mark: Mark
