"""Lists in pages, newest first, by a cursor that never skips or repeats a row."""

import uuid
from collections.abc import Callable, Sequence
from typing import Annotated, Generic, TypeVar

import msgspec
from litestar.params import QueryParameter

LIMIT_DEFAULT = 20
LIMIT_MAX = 100

T = TypeVar("T")
Row = TypeVar("Row")

Limit = Annotated[int, QueryParameter(ge=1, le=LIMIT_MAX, description="How many, at the most.")]
After = Annotated[uuid.UUID | None, QueryParameter(description="`next` of the page before.")]


class Page(msgspec.Struct, Generic[T]):
    """Some items, and the cursor of the next page (null on the last)."""

    items: list[T]
    next: str | None = None


def cut_page(
    rows: Sequence[Row], limit: int, view: Callable[[Row], T], cursor: Callable[[Row], uuid.UUID]
) -> Page[T]:
    """A page of at most `limit` items from rows that were asked for with `limit + 1`."""
    shown = rows[:limit]
    following = str(cursor(shown[-1])) if len(rows) > limit else None
    return Page([view(row) for row in shown], following)
