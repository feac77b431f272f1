"""What exactly is wrong with a row: slow and thorough, for rows that were not taken."""

from collections.abc import Callable, Collection, Iterator
from datetime import UTC, datetime
from typing import Any

import msgspec

from backend.registers.rules.identifiers import names_person
from backend.registers.rules.reasons import Reason
from backend.registers.rules.texts import is_visible
from backend.registers.service.intake.shapes import RowShape

Mistake = tuple[str | None, Reason]
# No system of today has said anything earlier, and no zone leads out of the calendar.
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
ANY_DELETION = ("external_id",)


def find_mistakes(
    raw: dict[str, Any],
    shape: RowShape,
    *,
    strict: bool,
    known: Collection[str],
    latest: datetime,
    is_number: Callable[[str, str], bool],
) -> Iterator[Mistake]:
    """Every mistake in `raw`, an object of a JSON line or the cells of a CSV row by name.

    `known`: the ids that stood in the batch before. `is_number`: whether a subject or related can have it.
    """
    yield from ((str(name)[:60], Reason.UNKNOWN) for name in raw if name not in shape.types)
    values = dict[str, Any]()
    for name, type_ in shape.types.items():
        if raw.get(name) is None:
            continue
        try:
            values[name] = msgspec.convert(raw[name], type_, strict=strict)
        except msgspec.ValidationError:
            yield name, shape.reasons[name]
    required = ANY_DELETION if values.get("deleted") is True else shape.required
    yield from ((name, Reason.MISSING) for name in required if raw.get(name) is None)
    yield from _find_hidden(values)
    yield from _find_contradictions(values, known, latest)
    for name in ("subject", "related"):
        if name in values and not is_number(name, values[name]):
            yield name, Reason.NUMBER


def _find_hidden(values: dict[str, Any]) -> Iterator[Mistake]:
    for name, value in values.items():
        if isinstance(value, str) and not is_visible(value):
            yield name, Reason.HIDDEN


def _find_contradictions(
    values: dict[str, Any], known: Collection[str], latest: datetime
) -> Iterator[Mistake]:
    begins, ends = values.get("valid_from"), values.get("valid_to")
    if begins and ends and ends < begins:
        yield "valid_to", Reason.ORDER
    if "as_of" in values and values["as_of"] > latest:
        yield "as_of", Reason.FUTURE
    if "as_of" in values and values["as_of"] < EARLIEST:
        yield "as_of", Reason.TIME
    external_id = values.get("external_id", "")
    if external_id in known:
        yield "external_id", Reason.TWICE
    if names_person(external_id, latest.date()):
        yield "external_id", Reason.PERSONAL
