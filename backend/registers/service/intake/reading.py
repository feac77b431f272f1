"""Blocks of JSON Lines and CSV as rows."""

import csv
import io
from collections.abc import Callable
from typing import Any, NamedTuple, Protocol

import msgspec

from backend.registers.errors import WrongEncoding
from backend.registers.rules.reasons import Reason
from backend.registers.service.intake.framing import find_csv_end, find_line_end
from backend.registers.service.intake.shapes import Deletion, RowShape

BOM = b"\xef\xbb\xbf"
# What other files begin with: UTF-16 of either order, gzip, and zip, as which spreadsheets are stored.
FOREIGN = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16", b"\x1f\x8b": "gzip", b"PK": "zip"}

Raw = dict[str, Any] | Reason


class Rows(NamedTuple):
    """Some rows, None where one is wrong; `raw` gives what stands at a place, or why nobody can tell.

    `strict`: a number is no text. `visible`: no text among them can hide a character. `broken`: what follows
    cannot be read.
    """

    rows: list[Any]
    raw: Callable[[int], Raw]
    strict: bool
    visible: bool
    broken: bool = False


class Format(Protocol):
    """One way to write rows; `first`: the number of its first row."""

    first: int

    def find_end(self, data: bytes | bytearray) -> int:
        """Where the last whole row ends; 0 without any."""
        ...

    def read(self, block: bytes) -> Rows:
        """The rows in a block; WrongEncoding, HeaderError."""
        ...


class HeaderError(Exception):
    """The first row of a CSV text names columns that cannot be: `mistakes` by name."""

    def __init__(self, mistakes: list[tuple[str, Reason]]) -> None:
        super().__init__()
        self.mistakes = mistakes


class JsonLines:
    """An object a line; numbers are numbers and texts are texts."""

    first = 1

    def __init__(self, shape: RowShape) -> None:
        self._decoder = msgspec.json.Decoder(shape.row)
        self._deletion = msgspec.json.Decoder(Deletion)

    def find_end(self, data: bytes | bytearray) -> int:
        """Where the last line ends."""
        return find_line_end(data)

    def read(self, block: bytes) -> Rows:
        """The rows in a block, all at once while they are right."""
        block = block.removeprefix(BOM).removesuffix(b"\n")
        visible = _is_visible(decode(block)) and b"\\" not in block
        try:
            rows = self._decoder.decode_lines(block)
        except (msgspec.MsgspecError, RecursionError):
            rows = []
        if len(rows) != block.count(b"\n") + 1:  # something is wrong, or a line is empty
            rows = [self._try(line) for line in block.split(b"\n")]
        return Rows(rows, lambda place: _raw(block.split(b"\n")[place]), True, visible)

    def _try(self, line: bytes) -> Any:
        try:
            return self._decoder.decode(line)
        except (msgspec.MsgspecError, RecursionError):
            pass
        try:
            deletion = self._deletion.decode(line)
        except (msgspec.MsgspecError, RecursionError):
            return None
        return deletion if deletion.deleted else None


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
        visible = _is_visible(text) and lines.line_num <= len(raws) + 1
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


def _is_visible(text: str) -> bool:
    return text.replace("\n", "").replace("\r", "").isprintable()


def decode(block: bytes) -> str:
    """The text in `block`; WrongEncoding, with what it seems to be, unless it is UTF-8."""
    try:
        return block.decode()
    except UnicodeDecodeError:
        raise WrongEncoding(guess_encoding(block)) from None


def guess_encoding(block: bytes) -> str:
    """What some lines of bytes that are no UTF-8 seem to be; no byte of a line end is half a character."""
    for beginning, name in FOREIGN.items():
        if block.startswith(beginning):
            return name
    try:
        text = block.decode("gb18030")
    except UnicodeDecodeError:
        return "unknown"
    return "GB18030" if any("\u4e00" <= letter <= "\u9fff" for letter in text) else "unknown"


def _raw(line: bytes) -> Raw:
    try:
        return msgspec.json.decode(line, type=dict[str, Any])
    except (msgspec.MsgspecError, RecursionError):
        return Reason.MALFORMED


FORMATS: dict[str, Callable[[RowShape], Format]] = {"application/x-ndjson": JsonLines, "text/csv": Csv}
