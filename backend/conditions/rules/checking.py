"""Whether a condition makes sense: known facts, the right types, no deeper and no larger than allowed."""

from collections.abc import Iterator, Mapping
from datetime import date

from backend.conditions.rules.trees import Condition, DateFrom, FactType, Operator

DEPTH_MAX = 8
NODES_MAX = 100

TYPES: dict[Operator, frozenset[FactType]] = {
    "equals": frozenset({"text", "integer", "boolean", "date"}),
    "differs": frozenset({"text", "integer", "boolean", "date"}),
    "less": frozenset({"integer"}),
    "at-most": frozenset({"integer"}),
    "more": frozenset({"integer"}),
    "at-least": frozenset({"integer"}),
    "one-of": frozenset({"text", "integer"}),
    "contains": frozenset({"texts"}),
    "before": frozenset({"date"}),
    "at-or-before": frozenset({"date"}),
    "after": frozenset({"date"}),
    "at-or-after": frozenset({"date"}),
    "present": frozenset({"text", "integer", "boolean", "date", "texts"}),
    "absent": frozenset({"text", "integer", "boolean", "date", "texts"}),
}


def check(condition: Condition, types: Mapping[str, FactType], path: str = "$") -> list[str]:
    """Everything that is wrong with `condition`, a line each with its place; `types`: the facts there are."""
    if count(condition) > NODES_MAX:
        return [f"{path}: more than {NODES_MAX} conditions in one"]
    return list(_check(condition, types, path, 1))


def names(condition: Condition) -> set[str]:
    """The facts that `condition` asks for."""
    children = (*(condition.all or ()), *(condition.any or ()), *filter(None, (condition.not_,)))
    found = {name for child in children for name in names(child)}
    found |= {name for name in (condition.fact, condition.other) if name is not None}
    found |= {begin.from_ for begin in (condition.date, condition.year) if begin and begin.from_ != "today"}
    return found


def count(condition: Condition) -> int:
    """How many conditions it is made of, itself included, however deep they are."""
    found, left = 0, [condition]
    while left:
        one = left.pop()
        found += 1
        left += [*(one.all or ()), *(one.any or ()), *filter(None, (one.not_,))]
    return found


def _check(condition: Condition, types: Mapping[str, FactType], path: str, depth: int) -> Iterator[str]:
    if depth > DEPTH_MAX:
        yield f"{path}: nested deeper than {DEPTH_MAX} levels"
        return
    for name, children in (("all", condition.all), ("any", condition.any)):
        for place, child in enumerate(children or ()):
            yield from _check(child, types, f"{path}.{name}[{place}]", depth + 1)
    if condition.not_ is not None:
        yield from _check(condition.not_, types, f"{path}.not", depth + 1)
    if condition.fact is not None:
        yield from _check_fact(condition, types, path)


def _check_fact(condition: Condition, types: Mapping[str, FactType], path: str) -> Iterator[str]:
    unknown = sorted(names(condition) - types.keys())
    if unknown:
        yield from (f"{path}: nobody knows the fact {name!r}" for name in unknown)
        return
    assert condition.fact is not None and condition.is_ is not None  # noqa: PT018, S101  # its own rule
    type_ = types[condition.fact]
    if type_ not in TYPES[condition.is_]:
        yield f"{path}.is: `{condition.is_}` cannot be asked of {condition.fact}, which is {type_}"
    elif condition.other is not None and types[condition.other] != type_:
        yield f"{path}.other: {condition.other} is {types[condition.other]}, {condition.fact} is {type_}"
    elif condition.date is not None:
        yield from _check_date(condition.date, types, f"{path}.date", condition.fact, type_, "date")
    elif condition.year is not None:
        yield from _check_date(condition.year, types, f"{path}.year", condition.fact, type_, "integer")
    elif condition.value is not None and not _fits(condition, type_):
        yield f"{path}.value: {condition.value!r} cannot be compared with {condition.fact}, which is {type_}"


def _check_date(
    begin: DateFrom, types: Mapping[str, FactType], path: str, fact: str, type_: FactType, wanted: FactType
) -> Iterator[str]:
    if type_ != wanted:
        yield f"{path}: {fact} is {type_}, no {wanted}"
    elif begin.from_ != "today" and types[begin.from_] != "date":
        yield f"{path}.from: {begin.from_} is {types[begin.from_]}, no date"


def _fits(condition: Condition, type_: FactType) -> bool:
    value = condition.value
    if condition.is_ == "one-of":
        wanted = str if type_ == "text" else int
        return isinstance(value, list) and all(type(one) is wanted for one in value)
    if type_ == "date":
        return isinstance(value, str) and _is_date(value)
    kinds: dict[FactType, type] = {"text": str, "texts": str, "integer": int, "boolean": bool}
    return type(value) is kinds[type_]


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
