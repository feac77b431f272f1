"""CSV as rows."""

import csv
import io
from typing import Any

import msgspec

from backend.registers.rules.reasons import Reason
from backend.registers.service.intake.encodings import BOM, decode, hides_nothing
from backend.registers.service.intake.framing import find_csv_end
from backend.registers.service.intake.reading import HeaderError, Raw, Rows
from backend.registers.service.intake.shapes import Deletion, RowShape


class Csv:
    """RFC 4180 with a header; an empty cell is no value."""

    first = 2

    def __init__(self, shape: RowShape) -> None:
        self._shape = shape
        self._header: list[str] = []

    def find_end(self, data: bytes | bytearray) -> int:
        """Where the last line ends that ends a row."""
        return find_csv_end(data)

    def read(self, block: bytes) -> Rows:
        """The rows in a block; the first row of the first block is the header."""
        text = decode(block.removeprefix(BOM))
        lines = csv.reader(io.StringIO(text, newline=""), strict=True)
        raws: list[Raw] = []
        try:
            if not self._header:
                self._header = self._check_header(next(lines, []))
            raws += map(self._name, lines)
        except csv.Error:
            raws.append(Reason.BROKEN)
        broken = raws[-1:] == [Reason.BROKEN]
        # A line more than there are rows ends within a quoted cell.
        visible = hides_nothing(text) and lines.line_num <= len(raws) + 1
        return Rows([self._try(raw) for raw in raws], raws.__getitem__, False, visible, broken)

    def _check_header(self, names: list[str]) -> list[str]:
        mistakes = [(name, Reason.UNKNOWN) for name in names if name not in self._shape.types]
        mistakes += [(name, Reason.COLUMN_TWICE) for name in sorted(set(names)) if names.count(name) > 1]
        mistakes += [(name, Reason.MISSING) for name in self._shape.required if name not in names]
        if mistakes:
            raise HeaderError(mistakes)
        return names

    def _name(self, cells: list[str]) -> Raw:
        if len(cells) != len(self._header):
            return Reason.CELLS
        return {name: cell for name, cell in zip(self._header, cells, strict=True) if cell}

    def _try(self, raw: Raw) -> Any:
        if isinstance(raw, Reason):
            return None
        try:
            return msgspec.convert(raw, self._shape.row, strict=False)
        except msgspec.ValidationError:
            pass
        try:
            deletion = msgspec.convert(raw, Deletion, strict=False)
        except msgspec.ValidationError:
            return None
        return deletion if deletion.deleted else None
