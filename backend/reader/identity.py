"""Who a reader is, and where it stands."""

from typing import Literal
from uuid import UUID

import msgspec

from backend.credentials.rules.lists import ListKey
from backend.reader.store import Store

Standing = Literal["good", "suspended", "ended"]

Titles = dict[str, str]


class SceneWords(msgspec.Struct, frozen=True):
    """The scene's attributes as people read them."""

    id: str
    title: Titles
    attribute_titles: dict[str, Titles] = {}
    attribute_values: dict[str, dict[str, Titles]] = {}


class _Device(msgspec.Struct, frozen=True):
    id: UUID


class _Venue(msgspec.Struct, frozen=True):
    id: UUID
    name: Titles


class Place(msgspec.Struct, frozen=True):
    """Where the city says that a reader stands."""

    reader: _Device
    venue: _Venue
    scene: SceneWords


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """A reader as its folder knows it.

    `key`: the file of its key. `codes`: SHA-256 of the enrolment codes that made it, newest last. `roots`:
    the keys that sign lists, from the enrolment on and then from each trust list.
    """

    city: str
    place: Place
    key: str
    codes: list[str]
    roots: list[ListKey]


class Pending(msgspec.Struct, frozen=True):
    """An enrolment that was begun: asked again with the same key and code, the city answers the same."""

    code: str
    key: str


def read_identity(store: Store) -> Identity | None:
    """Who this reader is, or None before it is enrolled."""
    return store.read("identity", Identity)


def read_standing(store: Store) -> Standing:
    """What the city said of the reader when it last spoke of it."""
    return store.read("standing", Standing) or "good"  # type: ignore[arg-type]  # a Literal is a type here
