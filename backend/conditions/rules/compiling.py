"""A condition asked of everybody: one SQL expression that is true, false or null as `evaluate` is."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from backend.conditions.rules.dates import EARLIEST, LATEST
from backend.conditions.rules.trees import Column, Condition, DateFrom, FactType, Operator

SIGNS: dict[Operator, str] = {
    "equals": "=",
    "differs": "<>",
    "less": "<",
    "at-most": "<=",
    "more": ">",
    "at-least": ">=",
    "before": "<",
    "at-or-before": "<=",
    "after": ">",
    "at-or-after": ">=",
}
CASTS: dict[FactType, str] = {"text": "text", "integer": "bigint", "boolean": "boolean", "date": "date"}


class Compiler:
    """Gathers the parameters of one query; `first` is the number of the first one."""

    def __init__(self, columns: Mapping[str, Column], today: date, first: int = 1) -> None:
        self.columns = columns
        self.parameters: list[Any] = []
        self._today = today
        self._first = first
        self._today_place = ""

    def compile(self, condition: Condition) -> str:
        """The expression of `condition`, which has been checked against the columns' types.

        Only signs, the columns' own SQL and numbered parameters stand in it, never a value.
        """
        for joiner, children in (("and", condition.all), ("or", condition.any)):
            if children is not None:
                return "(" + f" {joiner} ".join(self.compile(child) for child in children) + ")"
        if condition.not_ is not None:
            return f"(not {self.compile(condition.not_)})"
        return self._compare(condition)

    def _compare(self, condition: Condition) -> str:
        column = self.columns[condition.fact or ""]
        match condition.is_:
            case "present":
                return f"({column.sql} is not null)"
            case "absent":
                return f"({column.sql} is null)"
            case "one-of":
                return f"({column.sql} = any({self._put(condition.value, CASTS[column.type] + '[]')}))"
            case "contains":
                return f"jsonb_exists({column.sql}, {self._operand(condition, 'text')})"
            case None:
                raise ValueError("a fact needs `is`")
            case sign:
                return f"({column.sql} {SIGNS[sign]} {self._operand(condition, column.type)})"

    def _operand(self, condition: Condition, type_: FactType) -> str:
        if condition.other is not None:
            return self.columns[condition.other].sql
        if condition.date is not None:
            return self._reckon(condition.date)
        if condition.year is not None:
            return f"extract(year from {self._reckon(condition.year)})::bigint"
        value = date.fromisoformat(str(condition.value)) if type_ == "date" else condition.value
        return self._put(value, CASTS[type_])

    def _reckon(self, offset: DateFrom) -> str:
        sql = self._put_today() if offset.from_ == "today" else _within_reach(self.columns[offset.from_].sql)
        months = offset.years * 12 + offset.months
        if months:
            sql = f"({sql} + make_interval(months => {months}))::date"
        if offset.days:
            sql = f"({sql} + {offset.days})"
        return f"add_working_days({sql}, {offset.working_days})" if offset.working_days else sql

    def _put(self, value: Any, cast: str) -> str:
        self.parameters.append(value)
        return f"${self._first + len(self.parameters) - 1}::{cast}"

    def _put_today(self) -> str:
        self._today_place = self._today_place or self._put(self._today, "date")
        return self._today_place


def _within_reach(sql: str) -> str:
    return f"(case when {sql} between '{EARLIEST.isoformat()}' and '{LATEST.isoformat()}' then {sql} end)"


def compile_condition(
    condition: Condition, columns: Mapping[str, Column], today: date, *, first: int = 1
) -> tuple[str, list[Any]]:
    """The SQL expression of `condition` and its parameters, which begin at `$first`."""
    compiler = Compiler(columns, today, first)
    return compiler.compile(condition), compiler.parameters
