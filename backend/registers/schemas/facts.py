"""What is read from registers."""

import uuid
from datetime import date, datetime

import msgspec

Value = str | int | bool


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """The current version of one record, with the fields that were asked for; a date is ISO 8601 text.

    `about`: whom it was asked for, the record's subject or whoever is related to it. `source`: a department,
    or "yima" when an application (`origin`) brought it. `fresh`: not older than its register allows.
    """

    record: uuid.UUID
    version: int
    register: str
    source: str
    about: uuid.UUID
    subject: uuid.UUID
    related: uuid.UUID | None
    facts: dict[str, Value]
    valid_from: date | None
    valid_to: date | None
    as_of: datetime
    origin: uuid.UUID | None
    fresh: bool
