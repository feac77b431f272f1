"""Checking rows as they arrive: right ones become what is loaded, wrong ones are told."""

from datetime import date, datetime, timedelta
from typing import Any, TypeAlias

import msgspec

from backend.core.problems import Words
from backend.registers.errors import RowsRefused, TooManyRows
from backend.registers.rules.identifiers import names_person, read_identifier
from backend.registers.rules.reasons import Reason
from backend.registers.rules.texts import is_visible
from backend.registers.schemas.intake import RowError
from backend.registers.schemas.register import SubjectKind
from backend.registers.service import subjects
from backend.registers.service.catalogue import find_register
from backend.registers.service.digests import BYTES, digest
from backend.registers.service.intake.diagnosing import EARLIEST, Mistake, find_mistakes
from backend.registers.service.intake.reading import Raw, Rows
from backend.registers.service.intake.shapes import Deletion, row_shape
from backend.registers.service.shapes import shape_of

ROWS_MAX = 100_000
ERRORS_MAX = 100
# Clocks differ.
AHEAD = timedelta(minutes=5)
ID_LENGTH = 18
DELETED = bytes(BYTES)

encode = msgspec.json.encode


# A row until it is loaded: its id, the indexes of subject and related, its facts and identifiers as JSON, the
# digest of all that it says, valid_from, valid_to, as_of, and whether it is taken back. A bare tuple, for the
# collector walks through a hundred thousand named ones again and again.
Arrived: TypeAlias = tuple[
    str, bytes | None, bytes | None, str, str, bytes, date | None, date | None, datetime, bool
]


class Checker:
    """Takes blocks of one batch's rows, and keeps what is to be loaded until all of it has come."""

    def __init__(self, register: str, now: datetime, today: date, *, synthetic: bool) -> None:
        found = find_register(register)
        self.kind: SubjectKind = found.subject
        self.related_kind: SubjectKind | None = found.related.kind if found.related else None
        self.rows: list[Arrived] = []
        # Whose each index is: the kind, and the number as it is kept.
        self.numbers: dict[bytes, tuple[SubjectKind, str]] = {}
        self.errors: list[RowError] = []
        self._shape, self._row_shape = shape_of(register), row_shape(register)
        self._known: set[str] = set()
        # The index of each number as it was typed.
        self._typed: dict[SubjectKind, dict[str, bytes]] = {}
        self._now, self._latest, self._today, self._synthetic = now, now + AHEAD, today, synthetic
        self._checked = 0

    @property
    def next_row(self) -> int:
        """How many rows came, and one."""
        return self._checked + 1

    def take(self, block: Rows, first: int) -> None:
        """Check the rows of a block; `first`: the number of the batch's first row.

        RowsRefused with all mistakes so far once there are 100 of them, or when the rest cannot be read;
        TooManyRows.
        """
        if self._checked + len(block.rows) > ROWS_MAX:
            raise TooManyRows(limit=ROWS_MAX)
        for place, row in enumerate(block.rows):
            arrived = self._check(row, block.visible)
            if arrived is None:
                self._tell(first + self._checked + place, block.raw(place), strict=block.strict)
            else:
                self.rows.append(arrived)
        self._checked += len(block.rows)
        if block.broken or len(self.errors) >= ERRORS_MAX:
            self.refuse_mistakes()

    def refuse_mistakes(self) -> None:
        """RowsRefused if there was any mistake."""
        if self.errors:
            raise RowsRefused(rows=self.errors[:ERRORS_MAX], more=len(self.errors) >= ERRORS_MAX)

    def _check(self, row: Any, visible: bool) -> Arrived | None:
        """The row as it is loaded, or None when anything about it is wrong."""
        if type(row) is Deletion or row is None or row.deleted:
            return None
        external_id, subject, related = row.external_id, self._find(self.kind, row.subject), None
        if subject is None or external_id in self._known or self._names_person(external_id):
            return None
        if self.related_kind is not None and row.related is not None:
            related = self._find(self.related_kind, row.related)
            if related is None:
                return None
        valid_from, valid_to, as_of = row.valid_from, row.valid_to, row.as_of or self._now
        if not EARLIEST <= as_of <= self._latest or (valid_from and valid_to and valid_to < valid_from):
            return None
        if not visible and not all(map(is_visible, filter(None, (external_id, *self._shape.texts(row))))):
            return None
        self._known.add(external_id)
        plain, sealed = self._shape.plain, self._shape.sealed
        facts = encode(plain.type(*plain.take(row)))
        hidden = encode(sealed.type(*sealed.take(row))) if sealed.names else b""
        return (
            external_id, subject, related, facts.decode(), hidden.decode() if len(hidden) > 2 else "",
            digest(subject, related or b"", facts, hidden, valid_from, valid_to),
            valid_from, valid_to, as_of, False,
        )  # fmt: skip

    def _names_person(self, external_id: str) -> bool:
        return len(external_id) >= ID_LENGTH and names_person(external_id, self._today)

    def _find(self, kind: SubjectKind, text: str) -> bytes | None:
        """The index of a number as it was typed, or None when it can be nobody's."""
        typed = self._typed.setdefault(kind, {})
        found = typed.get(text)
        if found is None:
            number = read_identifier(kind, text, self._today, synthetic=self._synthetic)
            if number is None:
                return None
            found = typed[text] = subjects.index(kind, number)
            self.numbers[found] = (kind, number)
        return found

    def _tell(self, number: int, raw: Raw, *, strict: bool) -> None:
        """Note every mistake in a row that `_check` did not take; a deletion may have none."""
        if isinstance(raw, Reason):
            mistakes: list[Mistake] = [(None, raw)]
        else:
            mistakes = self._find_mistakes(raw, strict)
            if not mistakes and raw.get("deleted") not in (None, False, "false", "0"):
                row = msgspec.convert(raw, Deletion, strict=strict)
                self._known.add(row.external_id)
                self.rows.append(_delete(row, self._now))
            elif not mistakes:
                mistakes = [(None, Reason.MALFORMED)]
        self.errors += [tell(number, name, reason) for name, reason in mistakes]

    def _find_mistakes(self, raw: dict[str, Any], strict: bool) -> list[Mistake]:
        def is_number(name: str, text: str) -> bool:
            kind = self.kind if name == "subject" else self.related_kind
            return kind is not None and self._find(kind, text) is not None

        shape, known = self._row_shape, self._known
        return list(
            find_mistakes(raw, shape, strict=strict, known=known, latest=self._latest, is_number=is_number)
        )


def tell(row: int, field: str | None, reason: Reason) -> RowError:
    """A mistake as it is shown."""
    return RowError(row, field, Words(*reason.value))


def _delete(row: Deletion, now: datetime) -> Arrived:
    return row.external_id, None, None, "{}", "", DELETED, None, None, row.as_of or now, True
