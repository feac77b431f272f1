"""What the search knows about words, as content has it."""

from typing import Annotated

from msgspec import Meta

from backend.content import Record
from backend.services.schemas.service import Word

Group = Annotated[tuple[Word, ...], Meta(min_length=2, max_length=20)]


class Synonyms(Record, frozen=True, kw_only=True):
    """What the search takes for the same, and what it passes over: `content/synonyms.yaml`."""

    groups: Annotated[tuple[Group, ...], Meta(max_length=500)]
    stop: Annotated[tuple[Word, ...], Meta(max_length=200)]
