"""What brings a scenario about: a record's date, a recurrence, a season, a festival, a birthday, a match."""

from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, UnsetType

from backend.conditions.schemas import DateFrom, FactName
from backend.content import LINE, Record, Slug

TextZh = Annotated[str, Meta(min_length=1, max_length=160, pattern=LINE)]
TextEn = Annotated[str, Meta(min_length=1, max_length=300, pattern=LINE)]
MonthDay = Annotated[str, Meta(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")]
Calendars = Literal["solar", "lunar"]


class Text(Record, frozen=True, kw_only=True, rename={"zh": "zh-CN"}):
    """What a reminder says, in both languages."""

    zh: TextZh
    en: TextEn


class Span(Record, frozen=True, kw_only=True):
    """How much later: first calendar months, then days, then working days."""

    years: Annotated[int, Meta(ge=0, le=150)] = 0
    months: Annotated[int, Meta(ge=0, le=1_800)] = 0
    days: Annotated[int, Meta(ge=0, le=60_000)] = 0
    working_days: Annotated[int, Meta(ge=0, le=1_000)] = 0


class OfRecord(Record, frozen=True, kw_only=True, tag_field="kind", tag="record"):
    """One occasion for each current record: `due` is reckoned from one of its dates."""

    register: Slug
    due: DateFrom


class Recurring(
    Record, frozen=True, kw_only=True, tag_field="kind", tag="recurring", rename={"from_": "from"}
):
    """Several occasions for each current record: one after each `every`, or after each of `at`."""

    register: Slug
    from_: FactName
    every: Span | None = None
    at: Annotated[tuple[Span, ...], Meta(min_length=1, max_length=24)] | None = None

    def __post_init__(self) -> None:
        """One of both."""
        if (self.every is None) == (self.at is None):
            raise ValueError("exactly one of every and at is needed")


class Yearly(Record, frozen=True, kw_only=True, tag_field="kind", tag="yearly"):
    """One occasion a year for each current record: the days from `opens` to `closes`; due when it closes.

    When it closes before it opens, it closes in the next year.
    """

    register: Slug
    opens: MonthDay
    closes: MonthDay


class Festival(Record, frozen=True, kw_only=True, tag_field="kind", tag="festival"):
    """A day of the year, for everybody; the lunar 30th of a month that has 29 days is its 29th."""

    calendar: Calendars
    on: MonthDay


class Birthday(Record, frozen=True, kw_only=True, tag_field="kind", tag="birthday"):
    """Each resident's birthday, by either calendar.

    29 February is kept on the 28th in other years; who was born in a leap month keeps the ordinary month.
    """

    calendar: Calendars


class Match(Record, frozen=True, kw_only=True, tag_field="kind", tag="match"):
    """One occasion for each current record while `when` is true, once for each version of the scenario."""

    register: Slug = "population"


Trigger = OfRecord | Recurring | Yearly | Festival | Birthday | Match


class Step(Record, frozen=True, kw_only=True, rename={"from_": "from"}):
    """When one reminder is sent, seen from the due date (or from the opening of a yearly window)."""

    days: int | UnsetType = UNSET
    months: int | UnsetType = UNSET
    working_days: int | UnsetType = UNSET
    from_: Literal["opens", "closes"] = "closes"
    window: Literal["opens", "closes", "late"] | None = None
    text: Text | None = None

    def __post_init__(self) -> None:
        """A distance, were it none."""
        if all(given is UNSET for given in (self.days, self.months, self.working_days)):
            raise ValueError("one of days, months and working_days is needed")

    def distance(self) -> DateFrom:
        """The same as conditions reckon; it begins at the due date, whatever `from_` says there."""
        given: dict[str, Any] = {
            name: value
            for name, value in (
                ("days", self.days),
                ("months", self.months),
                ("working_days", self.working_days),
            )
            if value is not UNSET
        }
        return DateFrom(from_="today", **given)
