"""The ways in which an editor compares a fact, and what each is in a condition."""

import dataclasses
import unicodedata
from datetime import date

from backend.conditions.schemas import Condition, DateFrom, FactType

UNITS = ("years", "months", "days")
# By how far a date may lie from today; more is a slip of the finger.
MOST = {"years": 150, "months": 1_800, "days": 60_000}
INTEGER_MAX = 2**53
CHARACTERS_MAX = 100
VALUES_MAX = 100

# Reckoned from today: what is compared, and whether the time lies ahead.
RELATIVE = {
    "past-at-least": ("at-or-before", False),
    "past-more": ("before", False),
    "past-under": ("after", False),
    "past-at-most": ("at-or-after", False),
    "within": ("at-or-before", True),
    "within-less": ("before", True),
    "beyond": ("after", True),
    "beyond-or-on": ("at-or-after", True),
}
DATES = ("before", "at-or-before", "after", "at-or-after", "equals", "differs")
NUMBERS = ("at-least", "more", "at-most", "less", "equals", "differs", "one-of")
BOOLEANS = {"yes": True, "no": False}
KNOWN = ("present", "absent")
WAYS: dict[FactType, tuple[str, ...]] = {
    "text": ("equals", "differs", "one-of", *KNOWN),
    "texts": ("contains", *KNOWN),
    "integer": (*NUMBERS, *KNOWN),
    "boolean": (*BOOLEANS, *KNOWN),
    "date": (*RELATIVE, *DATES, *KNOWN),
}


@dataclasses.dataclass
class Row:
    """One comparison as it is filled in; `chosen`: ids of the fact's choices, `value`: what was typed."""

    fact: str = ""
    how: str = ""
    value: str = ""
    unit: str = "years"
    chosen: list[str] = dataclasses.field(default_factory=list)


class Unfit(Exception):
    """A row that is no comparison yet; `why` names the text that says what to do."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def compare(row: Row, type_: FactType) -> Condition:
    """The comparison that `row` says of a fact of `type_`, else Unfit."""
    if row.how not in WAYS[type_]:
        raise Unfit("how")
    if row.how in KNOWN:
        return Condition(fact=row.fact, is_=row.how)  # type: ignore[arg-type]  # one of the operators
    if row.how in BOOLEANS:
        return Condition(fact=row.fact, is_="equals", value=BOOLEANS[row.how])
    if row.how in RELATIVE:
        return _compare_with_today(row)
    if row.how == "one-of":
        return Condition(fact=row.fact, is_="one-of", value=_read_several(row, type_))
    return Condition(fact=row.fact, is_=row.how, value=_read_one(row, type_))  # type: ignore[arg-type]


def _compare_with_today(row: Row) -> Condition:
    is_, ahead = RELATIVE[row.how]
    amount = _read_number(row.value)
    if row.unit not in UNITS or not 0 <= amount <= MOST[row.unit]:
        raise Unfit("amount")
    offset = DateFrom(from_="today", **{row.unit: amount if ahead else -amount})
    return Condition(fact=row.fact, is_=is_, date=offset)  # type: ignore[arg-type]


def _read_one(row: Row, type_: FactType) -> str | int:
    typed = row.value.strip()
    if type_ == "integer":
        return _read_number(typed)
    if type_ == "date":
        return _read_day(typed)
    if not 0 < len(typed) <= CHARACTERS_MAX:
        raise Unfit("value")
    return typed


def _read_several(row: Row, type_: FactType) -> list[str | int]:
    typed = unicodedata.normalize("NFKC", row.value.replace("、", ",").replace("；", ","))
    given = row.chosen or [one.strip() for one in typed.split(",") if one.strip()]
    if not 0 < len(given) <= VALUES_MAX or any(len(one) > CHARACTERS_MAX for one in given):
        raise Unfit("several")
    return [_read_number(one) for one in given] if type_ == "integer" else list(given)


def _read_number(typed: str) -> int:
    """A whole number as people type it: full-width, with commas."""
    plain = unicodedata.normalize("NFKC", typed).replace(",", "").strip()
    if not plain.removeprefix("-").isdecimal() or len(plain) > len(str(INTEGER_MAX)):
        raise Unfit("number")
    number = int(plain)
    if abs(number) > INTEGER_MAX:
        raise Unfit("number")
    return number


def _read_day(typed: str) -> str:
    try:
        return date.fromisoformat(typed).isoformat()
    except ValueError:
        raise Unfit("day") from None


def show(condition: Condition) -> Row | None:
    """The row that says `condition`; None when it compares in a way that no row has."""
    fact, is_ = condition.fact or "", condition.is_ or ""
    if condition.other is not None or condition.year is not None:
        return None
    if condition.date is not None:
        return _show_offset(fact, is_, condition.date)
    value = condition.value
    if isinstance(value, bool):
        how = "yes" if value is (is_ == "equals") else "no"
        return Row(fact, how) if is_ in ("equals", "differs") else None
    if isinstance(value, list):
        texts = [str(one) for one in value]
        return Row(fact, is_, ",".join(texts), chosen=texts)
    return Row(fact, is_, "" if value is None else str(value))


def _show_offset(fact: str, is_: str, offset: DateFrom) -> Row | None:
    amounts = [(unit, getattr(offset, unit)) for unit in UNITS if getattr(offset, unit)]
    if offset.from_ != "today" or offset.working_days or len(amounts) > 1:
        return None
    unit, amount = amounts[0] if amounts else ("days", 0)
    ahead = amount > 0
    how = next((name for name, one in RELATIVE.items() if one == (is_, ahead)), None)
    return Row(fact, how, str(abs(amount)), unit) if how else None
