"""How rows begin and end, and when somebody retires."""

from collections.abc import Iterator
from datetime import date
from typing import Any, TypeAlias

from backend.conditions.rules.dates import add_months
from backend.synthetic.chances import Chance
from backend.synthetic.people import Person

Row: TypeAlias = dict[str, Any]
Rows: TypeAlias = Iterator[tuple[str, Row]]

# From here on each fourth month of birth retires a month later, three years at most.
LATER_FROM = date(2025, 1, 1)
LATER_MONTHS_MAX = 36


def base(person: Person, prefix: str) -> Row:
    """Where a row begins."""
    return {"external_id": f"{prefix}{person.number}", "subject": person.id_number}


def ending(chance: Chance, today: date, before: int, after: int) -> Row:
    """A certificate's end around today."""
    return {"valid_to": chance.near(today, before, after)}


def retires_on(person: Person) -> date:
    """The legal day (关于实施渐进式延迟法定退休年龄的决定): men at 60 to 63, women, here all, at 55 to 58."""
    months = 12 * (55 if person.female else 60)
    first = add_months(person.born_on, months) or date.max
    if first >= LATER_FROM:
        since = (first.year - LATER_FROM.year) * 12 + first.month - LATER_FROM.month
        months += min(since // 4 + 1, LATER_MONTHS_MAX)
    return add_months(person.born_on, months) or date.max
