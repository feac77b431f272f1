"""Ids that sort by time."""

import uuid

import uuid_utils
from piccolo.columns.defaults.uuid import UUID4
from uuid_utils.compat import uuid7


def new_id() -> uuid.UUID:
    """A UUIDv7 (RFC 9562): unique, and later ones sort after earlier ones."""
    return uuid7()


def new_id_text() -> str:
    """As `new_id`, as text, which databases take as well: for ids by the hundred thousand."""
    return str(uuid_utils.uuid7())


def id_at(milliseconds: int) -> uuid.UUID:
    """A UUIDv7 of another moment (since 1970): it sorts among the ids that were made then."""
    return uuid7(nanoseconds=milliseconds * 1_000_000)


class UUID7(UUID4):
    """A column default that makes the id in Python.

    Piccolo 1.38 freezes a callable's first answer into the DDL, and its own UUID7 wants Python 3.14.
    """

    def python(self) -> uuid.UUID:
        return new_id()
