"""A stream of bytes in blocks of whole rows."""

from collections.abc import Callable

# Large enough that a block's fixed costs vanish, small enough that the loop gets its turns.
BLOCK_BYTES = 256 * 1024


class RowTooLong(Exception):
    """No row ends within a whole block."""


class Framer:
    """Gathers chunks until they hold a block, and cuts it where `find_end` says that a row ends."""

    def __init__(self, find_end: Callable[[bytes | bytearray], int]) -> None:
        self._find_end = find_end
        self._waiting = bytearray()

    def feed(self, chunk: bytes) -> bytes:
        """A block of whole rows, or nothing until there is enough; RowTooLong."""
        self._waiting += chunk
        if len(self._waiting) < BLOCK_BYTES:
            return b""
        end = self._find_end(self._waiting)
        if end == 0:
            raise RowTooLong
        block = bytes(self._waiting[:end])
        del self._waiting[:end]
        return block

    def rest(self) -> bytes:
        """What came after the last block."""
        return bytes(self._waiting)


def find_line_end(data: bytes | bytearray) -> int:
    """Where the last whole line ends; 0 without any."""
    return data.rfind(b"\n") + 1


def find_csv_end(data: bytes | bytearray) -> int:
    """Where the last whole row of a CSV text ends: a line end with an even number of quotes before it."""
    end = data.rfind(b"\n")
    quotes = data.count(b'"', 0, end + 1)
    while end >= 0 and quotes % 2:
        before = data.rfind(b"\n", 0, end)
        quotes -= data.count(b'"', before + 1, end + 1)
        end = before
    return end + 1
