"""Registers as everybody sees them."""

import msgspec

from backend.content import Bilingual
from backend.registers.schemas.register import FieldType, Mark, Purpose, Role, Sensitivity, SubjectKind


class ChoiceView(msgspec.Struct, frozen=True):
    """One value of a field."""

    id: str
    title: Bilingual


class FieldView(msgspec.Struct, frozen=True, kw_only=True):
    """One field of a register."""

    name: str
    title: Bilingual
    type: FieldType
    choices: list[ChoiceView]
    required: bool
    max_length: int | None
    sensitivity: Sensitivity


class RelatedView(msgspec.Struct, frozen=True):
    """Who else each record is about."""

    kind: SubjectKind
    role: Role
    title: Bilingual


class UseView(msgspec.Struct, frozen=True, kw_only=True):
    """What records may be read for, by which departments (null: by any), which fields, and with consent."""

    purpose: Purpose
    departments: list[str] | None
    fields: list[str]
    consent: bool


class RegisterView(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of fact, whose it is, and who may read it for what."""

    id: str
    title: Bilingual
    department: str
    subject: SubjectKind
    one: bool
    related: RelatedView | None
    fresh_days: int
    certificate: Bilingual | None
    fields: list[FieldView]
    uses: list[UseView]
    mark: Mark


class RegisterList(msgspec.Struct, frozen=True):
    """Every register."""

    items: list[RegisterView]
