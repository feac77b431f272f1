"""Conditions as data: a closed tree of comparisons on named facts; nothing in it is ever executed."""

from datetime import date
from typing import Annotated, Literal, TypeAlias, get_args

import msgspec
from msgspec import Meta

from backend.content import Record

FactType = Literal["text", "integer", "boolean", "date", "texts"]
Operator = Literal[
    "equals", "differs", "less", "at-most", "more", "at-least", "one-of", "contains",
    "before", "at-or-before", "after", "at-or-after", "present", "absent",
]  # fmt: skip
OPERATORS: tuple[Operator, ...] = get_args(Operator)

CHILDREN_MAX = 20
VALUES_MAX = 100

# `register.field`: what a register says; `form.field`: what a form says.
NAME = r"[a-z][a-z0-9]*(-[a-z0-9]+)*\.[a-z][a-z0-9_]*"
FactName = Annotated[str, Meta(pattern=f"^{NAME}$", max_length=100)]
# `due`: the date that a reminder is about; nobody else knows it.
Begin = Annotated[str, Meta(pattern=f"^(today|due|{NAME})$", max_length=100)]
Text = Annotated[str, Meta(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]*$")]
Integer = Annotated[int, Meta(ge=-(2**53), le=2**53)]
Values = Annotated[list[Text | Integer], Meta(min_length=1, max_length=VALUES_MAX)]
Children = Annotated[tuple["Condition", ...], Meta(min_length=1, max_length=CHILDREN_MAX)]
# What a fact can be; None is one that nobody knows.
Fact: TypeAlias = str | int | bool | date | list[str] | None


class DateFrom(Record, frozen=True, kw_only=True, rename={"from_": "from"}):
    """A date reckoned from today or from a fact: first calendar months, then days, then working days."""

    from_: Begin
    years: Annotated[int, Meta(ge=-150, le=150)] = 0
    months: Annotated[int, Meta(ge=-1_800, le=1_800)] = 0
    days: Annotated[int, Meta(ge=-60_000, le=60_000)] = 0
    working_days: Annotated[int, Meta(ge=-1_000, le=1_000)] = 0


class Condition(Record, frozen=True, kw_only=True, rename={"not_": "not", "is_": "is"}):
    """Either `all`, `any` or `not` of further conditions, or one fact, compared.

    A fact is compared with a `value`, with an `other` fact, with a `date`, or with the `year` of one;
    `present` and `absent` need none of them.
    """

    all: Children | None = None
    any: Children | None = None
    not_: "Condition | None" = None
    fact: FactName | None = None
    is_: Operator | None = None
    value: Text | Integer | bool | Values | None = None
    other: FactName | None = None
    date: DateFrom | None = None
    year: DateFrom | None = None

    def __post_init__(self) -> None:
        """A condition is one thing only."""
        kinds = [self.all, self.any, self.not_, self.fact]
        if sum(kind is not None for kind in kinds) != 1:
            raise ValueError("exactly one of all, any, not and fact is needed")
        operands = sum(operand is not None for operand in (self.value, self.other, self.date, self.year))
        if self.fact is None:
            if self.is_ is not None or operands:
                raise ValueError("is, value, other, date and year belong to a fact")
            return
        if self.is_ is None:
            raise ValueError("a fact needs `is`")
        if operands != (0 if self.is_ in ("present", "absent") else 1):
            raise ValueError(f"`{self.is_}` is given the wrong number of value, other, date and year")


class Column(msgspec.Struct, frozen=True):
    """Where a fact stands in a query: a SQL expression of the type's own kind, null when nobody knows it.

    text: text, integer: bigint, boolean: boolean, date: date, texts: jsonb (an array of texts).
    """

    sql: str
    type: FactType
