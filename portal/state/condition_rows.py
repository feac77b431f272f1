"""A condition as rows, all or any of which must hold, with one group of further rows among them."""

import dataclasses
from collections.abc import Mapping, Sequence

from backend.conditions.schemas import Condition, FactType
from portal.state.comparisons import Row, Unfit, compare, show

ROWS_MAX = 20
MODES = ("all", "any")


@dataclasses.dataclass
class Rows:
    """What an editor fills in: the rows, and the group among them (no rows: there is none)."""

    mode: str = "all"
    rows: list[Row] = dataclasses.field(default_factory=list)
    inner_mode: str = "any"
    inner: list[Row] = dataclasses.field(default_factory=list)


class RowFault(Exception):
    """What keeps the rows from being a condition: which row (from 1; 0 for none), and the text for why."""

    def __init__(self, number: int, why: str) -> None:
        super().__init__(f"{number}: {why}")
        self.number = number
        self.why = why


def read_rows(whole: Rows, types: Mapping[str, FactType]) -> Condition:
    """The condition that the rows say, else RowFault for the first that is wrong.

    `types`: the facts there are. The rows of the group count after the others.
    """
    if not whole.rows and not whole.inner:
        raise RowFault(0, "none")
    children = _read(whole.rows, types, 1)
    if whole.inner:
        children.append(_join(whole.inner_mode, _read(whole.inner, types, 1 + len(whole.rows))))
    return _join(whole.mode, children)


def _read(rows: Sequence[Row], types: Mapping[str, FactType], first: int) -> list[Condition]:
    found = []
    for number, row in enumerate(rows, first):
        if row.fact not in types:
            raise RowFault(number, "fact")
        try:
            found.append(compare(row, types[row.fact]))
        except Unfit as unfit:
            raise RowFault(number, unfit.why) from None
    return found


def _join(mode: str, children: list[Condition]) -> Condition:
    return Condition(any=tuple(children)) if mode == "any" else Condition(all=tuple(children))


def show_rows(condition: Condition) -> Rows | None:
    """The rows that say `condition`; None when it is too deep, or compares in a way that no row has."""
    mode, children = _split(condition)
    if mode is None:
        mode, children = "all", (condition,)
    groups = [child for child in children if _split(child)[0]]
    plain = _show([child for child in children if child not in groups])
    if plain is None or len(groups) > 1:
        return None
    if not groups:
        return Rows(mode, plain)
    inner_mode, grandchildren = _split(groups[0])
    inner = _show(grandchildren)
    return None if inner is None else Rows(mode, plain, inner_mode or "any", inner)


def _split(condition: Condition) -> tuple[str | None, Sequence[Condition]]:
    if condition.all is not None:
        return "all", condition.all
    return ("any", condition.any) if condition.any is not None else (None, ())


def _show(children: Sequence[Condition]) -> list[Row] | None:
    rows = [show(child) if child.fact is not None else None for child in children]
    found = [row for row in rows if row is not None]
    return found if len(found) == len(rows) <= ROWS_MAX else None
