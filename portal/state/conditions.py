"""Whom a policy is for, row by row, and how many that are."""

import dataclasses
import secrets
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from backend.conditions.schemas import Condition, FactType
from backend.reminders.schemas.operating import FactView
from portal.asking import policies, scenarios
from portal.city import Refused
from portal.locales import Locale
from portal.locales import say as say_in
from portal.state.comparisons import Row
from portal.state.condition_rows import MODES, RowFault, Rows, read_rows, show_rows
from portal.state.row_lines import RowLine, name_registers, open_row, view_row
from portal.state.session import Session, asks, event, locale_of, read_session
from portal.state.venues import Choice

PLACES = ("rows", "inner_rows")


class Conditions(Session):
    """The part of a policy's page that says whom it is for."""

    mode: str = "all"
    rows: list[RowLine] = []
    inner_mode: str = "any"
    inner_rows: list[RowLine] = []
    registers: list[Choice] = []
    # Whether the condition can be shown as rows; one that cannot stays as it is.
    as_rows: bool = True
    reach: str = ""
    reach_hint: str = ""
    row_fault: str = ""

    @event
    def choose_mode(self, mode: str) -> None:
        """Whether all of the rows must hold, or any."""
        self.mode = mode if mode in MODES else self.mode

    @event
    def choose_inner_mode(self, mode: str) -> None:
        """The same for the group among them."""
        self.inner_mode = mode if mode in MODES else self.inner_mode

    @event
    def add(self, place: str) -> None:
        """One more row, to the others or to the group."""
        self._put(place, [*self._of(place), RowLine(key=secrets.token_hex(4))])

    @event
    def remove(self, key: str) -> None:
        """Take a row away."""
        for place in PLACES:
            self._put(place, [row for row in self._of(place) if row.key != key])

    @event
    def type_value(self, key: str, value: str) -> None:
        """What the fact is compared with."""
        self._change(key, lambda row: dataclasses.replace(row, value=value))

    @event
    def choose_unit(self, key: str, unit: str) -> None:
        """Years, months or days."""
        self._change(key, lambda row: dataclasses.replace(row, unit=unit))

    @event
    def toggle(self, key: str, option: str) -> None:
        """One more choice, or one less."""

        def toggled(row: RowLine) -> RowLine:
            chosen = [one for one in row.chosen if one != option]
            chosen = chosen if option in row.chosen else [*row.chosen, option]
            options = [dataclasses.replace(one, chosen=one.id in chosen) for one in row.options]
            return dataclasses.replace(row, chosen=chosen, options=options)

        self._change(key, toggled)

    @asks
    async def choose(self, key: str, what: str, value: str) -> None:
        """Another register, fact or comparison; what depended on it is asked anew."""
        facts = await self._facts()
        fresh: Mapping[str, Any] = {
            "register": {"register": value, "fact": "", "how": "", "value": "", "chosen": []},
            "fact": {"fact": value, "how": "", "value": "", "chosen": []},
            "how": {"how": value, "value": "", "chosen": []},
        }[what]
        locale = locale_of(self)
        self._change(key, lambda row: view_row(dataclasses.replace(row, **fresh), facts, locale))

    @asks
    async def count(self) -> None:
        """How many people the rows fit now, or what is wrong with them."""
        await self._count()

    async def _count(self) -> None:
        self.row_fault = self.reach = self.reach_hint = ""
        api, caller = await read_session(self)
        facts = await self._facts()
        try:
            found = await policies.count(api, caller, self._read(facts))
        except RowFault as fault:
            self.row_fault = say_fault(fault, caller.locale)
        except Refused as refused:
            self.row_fault = refused.say(caller.locale)
        else:
            self.reach = say_in(caller.locale, "policy.count", count=f"{found.count:,}")
            of = {"people": f"{found.people:,}", "seconds": f"{found.seconds:.1f}"}
            self.reach_hint = say_in(caller.locale, "policy.of_people", **of)

    async def _facts(self) -> dict[str, FactView]:
        api, caller = await read_session(self)
        return {one.name: one for one in await scenarios.facts(api, caller)}

    async def _begin(self, condition: Condition | None) -> None:
        """Show `condition`, or one empty row."""
        facts, locale = await self._facts(), locale_of(self)
        self.registers = name_registers(facts, locale)
        self.reach = self.reach_hint = self.row_fault = ""
        whole = show_rows(condition) if condition else Rows(rows=[Row()])
        self.as_rows = whole is not None
        whole = whole or Rows()
        self.mode, self.inner_mode = whole.mode, whole.inner_mode
        self.rows = [open_row(row, facts, locale) for row in whole.rows]
        self.inner_rows = [open_row(row, facts, locale) for row in whole.inner]
        if condition and self.as_rows:
            await self._count()

    def _read(self, facts: Mapping[str, FactView]) -> Condition:
        """The condition that the rows say, else RowFault."""
        types: dict[str, FactType] = {name: fact.type for name, fact in facts.items()}
        return read_rows(Rows(self.mode, list(self.rows), self.inner_mode, list(self.inner_rows)), types)

    def _of(self, place: str) -> list[RowLine]:
        return list(self.inner_rows if place == "inner_rows" else self.rows)

    def _put(self, place: str, rows: Sequence[RowLine]) -> None:
        if place == "inner_rows":
            self.inner_rows = list(rows)
        else:
            self.rows = list(rows)

    def _change(self, key: str, changed: Callable[[RowLine], RowLine]) -> None:
        for place in PLACES:
            self._put(place, [changed(row) if row.key == key else row for row in self._of(place)])


def say_fault(fault: RowFault, locale: Locale) -> str:
    """What is wrong, in one sentence that says with which row."""
    why = say_in(locale, f"policy.fault_{fault.why}")
    return say_in(locale, "policy.fault", number=fault.number, why=why) if fault.number else why
