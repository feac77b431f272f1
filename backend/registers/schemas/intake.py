"""What departments hand in, and what they are told."""

import uuid
from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from backend.core.problems import Words

Label = Annotated[str, Meta(min_length=1, max_length=60, pattern=r"^[^\x00-\x1f\x7f]*$")]
RowsADay = Annotated[int, Meta(ge=1, le=50_000_000)]
CallsADay = Annotated[int, Meta(ge=1, le=100_000)]


class Intake(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a batch; the other numbers add up to `received`.

    `outdated`: rows older than what the city has of the same source, which stays. `unchanged` rows make the
    fact fresher.
    """

    batch: uuid.UUID
    received: int
    created: int
    changed: int
    unchanged: int
    deleted: int
    outdated: int


class RowError(msgspec.Struct, frozen=True):
    """One mistake: the row (in a CSV file the header is the first), the field, and what is wrong."""

    row: int
    field: str | None
    message: Words


class NewKey(msgspec.Struct, forbid_unknown_fields=True):
    """A key to be made for a department's system, and how much it may send in a day."""

    label: Label
    rows_a_day: RowsADay = 2_000_000
    calls_a_day: CallsADay = 1_000


class Key(msgspec.Struct, frozen=True, kw_only=True):
    """A department's key, without the key."""

    id: uuid.UUID
    department: str
    label: str
    rows_a_day: int
    calls_a_day: int
    created_at: datetime
    ended_at: datetime | None


class MadeKey(msgspec.Struct, frozen=True):
    """A new key: `secret` is shown this once and goes into `Authorization: Bearer …`."""

    key: Key
    secret: str


class KeyList(msgspec.Struct, frozen=True):
    """A department's keys, newest first."""

    items: list[Key]
