"""JSON Lines as rows."""

from typing import Any

import msgspec

from backend.registers.rules.reasons import Reason
from backend.registers.service.intake.encodings import BOM, decode, hides_nothing
from backend.registers.service.intake.framing import find_line_end
from backend.registers.service.intake.reading import Raw, Rows
from backend.registers.service.intake.shapes import Deletion, RowShape


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
        visible = hides_nothing(decode(block)) and b"\\" not in block
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


def _raw(line: bytes) -> Raw:
    try:
        return msgspec.json.decode(line, type=dict[str, Any])
    except (msgspec.MsgspecError, RecursionError):
        return Reason.MALFORMED
