"""A condition asked of one person."""

import operator
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from backend.conditions.rules.dates import reckon
from backend.conditions.rules.trees import Condition, DateFrom, Fact, Operator
from backend.workdays.rules.calendars import Calendar

COMPARE: dict[Operator, Callable[[Any, Any], bool]] = {
    "equals": operator.eq,
    "differs": operator.ne,
    "less": operator.lt,
    "at-most": operator.le,
    "more": operator.gt,
    "at-least": operator.ge,
    "before": operator.lt,
    "at-or-before": operator.le,
    "after": operator.gt,
    "at-or-after": operator.ge,
    "one-of": lambda fact, values: fact in values,
    "contains": lambda fact, value: value in fact,
}


def evaluate(condition: Condition, facts: Mapping[str, Fact], today: date, calendar: Calendar) -> bool | None:
    """Whether `condition` holds for `facts`; None when facts that nobody knows decide it (Kleene's logic).

    `facts` by name; one that is missing is unknown. The condition has been checked against their types.
    """
    if condition.all is not None:
        return _all(evaluate(child, facts, today, calendar) for child in condition.all)
    if condition.any is not None:
        return _negate(_all(_negate(evaluate(child, facts, today, calendar)) for child in condition.any))
    if condition.not_ is not None:
        return _negate(evaluate(condition.not_, facts, today, calendar))
    return _compare(condition, facts, today, calendar)


def _all(answers: Iterable[bool | None]) -> bool | None:
    """False when one is, else unknown when one is, else true."""
    known = list(answers)
    if False in known:
        return False
    return None if None in known else True


def _negate(answer: bool | None) -> bool | None:
    return None if answer is None else not answer


def _compare(condition: Condition, facts: Mapping[str, Fact], today: date, calendar: Calendar) -> bool | None:
    fact = facts.get(condition.fact or "")
    if condition.is_ in ("present", "absent"):
        return (fact is not None) == (condition.is_ == "present")
    other = _operand(condition, fact, facts, today, calendar)
    if fact is None or other is None or condition.is_ is None:
        return None
    return COMPARE[condition.is_](fact, other)


def _operand(
    condition: Condition, fact: Fact, facts: Mapping[str, Fact], today: date, calendar: Calendar
) -> Any:
    """What the fact is compared with; None when it is unknown."""
    if condition.other is not None:
        return facts.get(condition.other)
    if condition.date is not None:
        return _reckon(condition.date, facts, today, calendar)
    if condition.year is not None:
        day = _reckon(condition.year, facts, today, calendar)
        return day.year if day else None
    if isinstance(fact, date) and isinstance(condition.value, str):
        return date.fromisoformat(condition.value)
    return condition.value


def _reckon(offset: DateFrom, facts: Mapping[str, Fact], today: date, calendar: Calendar) -> date | None:
    begin = today if offset.from_ == "today" else facts.get(offset.from_)
    return reckon(offset, begin if isinstance(begin, date) else None, calendar)
