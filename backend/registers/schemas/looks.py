"""Who looked at one's data."""

import uuid
from datetime import datetime
from typing import Literal

import msgspec

from backend.content import Bilingual, Record
from backend.registers.schemas.register import Purpose


class Titled(Record, frozen=True, kw_only=True):
    """A purpose in `content/purposes`, or something that people do with others' data in `content/looks`."""

    title: Bilingual


class Who(msgspec.Struct, frozen=True, kw_only=True):
    """Who looked: a department for staff and systems, or oneself; never a clerk's name."""

    kind: Literal["resident", "staff", "department", "operator", "city"]
    department: str | None
    department_title: Bilingual | None
    you: bool


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """One look at one's data: what was done, which facts were seen, what for, and in which case.

    `for_department`: the one that learned them, such as that of a form that was filled in. `service`: what
    the case applies for.
    """

    id: uuid.UUID
    at: datetime
    action: str
    title: Bilingual
    who: Who
    registers: list[str]
    register_titles: list[Bilingual]
    fields_titles: list[Bilingual]
    purpose: Purpose | None
    purpose_title: Bilingual | None
    for_department: str | None
    for_department_title: Bilingual | None
    case: uuid.UUID | None
    service: str | None
