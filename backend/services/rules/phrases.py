"""What the search is made from."""

from collections.abc import Mapping, Sequence

import msgspec


class Phrase(msgspec.Struct, frozen=True):
    """Something that a service is called, and how much that tells."""

    text: str
    weight: float


class Wordbook(msgspec.Struct, frozen=True):
    """Words for the same thing, and words that say nothing."""

    same: Mapping[str, Sequence[str]]
    stop: Sequence[str]
