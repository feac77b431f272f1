"""Who asks: the one thing every service wants to know first."""

import uuid

import msgspec


class Anonymous(msgspec.Struct, frozen=True, tag="anonymous"):
    """Nobody who is signed in."""


class Resident(msgspec.Struct, frozen=True, kw_only=True, tag="resident"):
    """A person with an account, by a session that is alive."""

    account: uuid.UUID
    number: int
    session: uuid.UUID
    device: uuid.UUID | None = None
    is_operator: bool = False
    suspended: bool = False
    device_suspended: bool = False
    confirmed: bool = False


class Reader(msgspec.Struct, frozen=True, kw_only=True, tag="reader"):
    """A venue's reader, by a token that its own key (by id) earned."""

    reader: uuid.UUID
    key: uuid.UUID


class Department(msgspec.Struct, frozen=True, kw_only=True, tag="department"):
    """A department's own system, by a key (by id), and what the key may send in a day."""

    department: str
    key: uuid.UUID
    rows_a_day: int
    calls_a_day: int


Actor = Anonymous | Resident | Reader
