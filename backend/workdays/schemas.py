"""Calendars as content: one file a year."""

from datetime import date
from typing import Annotated

from msgspec import Meta

from backend.content import Bilingual, Line, Record


class Holiday(Record, frozen=True, kw_only=True):
    """Days on which offices are closed, from `first` to `last`."""

    title: Bilingual
    first: date
    last: date


class Year(Record, frozen=True, kw_only=True):
    """The calendar of a year, in `content/workdays/year-<year>.yaml`.

    `makeup`: weekend days that are worked instead. `complete`: whether these have been published; until then
    the year knows its holidays only, and operators are told.
    """

    version: Annotated[int, Meta(ge=1)]
    source: Line
    complete: bool
    holidays: list[Holiday]
    makeup: list[date]
