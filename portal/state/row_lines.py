"""The rows of a condition as a page shows them: what can be chosen in each, and in which kind of field."""

import dataclasses
import secrets
from collections.abc import Mapping

from backend.reminders.schemas.operating import FactView
from portal.locales import Locale
from portal.locales import say as say_in
from portal.state.comparisons import BOOLEANS, KNOWN, RELATIVE, WAYS, Row
from portal.state.filling import OptionLine
from portal.state.records import pick
from portal.state.venues import Choice


@dataclasses.dataclass
class RowLine(Row):
    """A row with what can be chosen in it.

    `widget`: none, number, amount (a number with a unit), day, text, choice or choices.
    """

    key: str = ""
    register: str = ""
    facts: list[Choice] = dataclasses.field(default_factory=list)
    ways: list[Choice] = dataclasses.field(default_factory=list)
    options: list[OptionLine] = dataclasses.field(default_factory=list)
    widget: str = ""


def view_row(row: RowLine, facts: Mapping[str, FactView], locale: Locale) -> RowLine:
    """`row` with what its register, fact and comparison leave to choose."""
    fact = facts.get(row.fact)
    ways = WAYS[fact.type] if fact else ()
    choices = fact.choices if fact else []
    return dataclasses.replace(
        row,
        facts=[
            Choice(one.name, pick(one.title, locale))
            for one in facts.values()
            if one.register == row.register
        ],
        ways=[Choice(way, say_in(locale, f"policy.way_{way}")) for way in ways],
        options=[OptionLine(one.id, pick(one.title, locale), one.id in row.chosen) for one in choices],
        widget=find_widget(row.how, fact),
    )


def open_row(row: Row, facts: Mapping[str, FactView], locale: Locale) -> RowLine:
    """A row as the page shows it."""
    register = row.fact.partition(".")[0]
    line = RowLine(row.fact, row.how, row.value, row.unit, row.chosen, secrets.token_hex(4), register)
    return view_row(line, facts, locale)


def find_widget(how: str, fact: FactView | None) -> str:
    """In which kind of field the other side of a comparison is filled in."""
    if fact is None or not how or how in KNOWN or how in BOOLEANS:
        return ""
    if how in RELATIVE:
        return "amount"
    if fact.choices:
        return "choices" if how == "one-of" else "choice"
    if fact.type == "date":
        return "day"
    return "number" if fact.type == "integer" and how != "one-of" else "text"


def name_registers(facts: Mapping[str, FactView], locale: Locale) -> list[Choice]:
    """The registers that have facts, each once."""
    found = {one.register: pick(one.register_title, locale) for one in facts.values()}
    return [Choice(name, title) for name, title in found.items()]
