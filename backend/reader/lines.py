"""Lines as hand scanners type them: any bytes, of any length, ended by CR, LF, both or nothing."""

import re
from collections.abc import Iterator
from typing import Protocol

LINE_BYTES_MAX = 1_024
CHUNK_BYTES = 65_536
ENDS = re.compile(rb"[\r\n]")


class Pieces(Protocol):
    """Where bytes come from as soon as they are there."""

    def read1(self, size: int = ..., /) -> bytes:
        """What is there now, at most `size` bytes; nothing at the end."""


def read_lines(source: Pieces) -> Iterator[str | None]:
    """Every line that is not empty, as soon as it is complete; None for one that is too long or no text.

    Empty lines are none: many scanners end a line with CR and LF, which a terminal makes two ends of.
    """
    rest = bytearray()
    while chunk := source.read1(CHUNK_BYTES):
        *complete, last = ENDS.split(chunk)
        for part in complete:
            rest += part
            if rest:
                yield _read(rest)
            rest.clear()
        rest += last
        del rest[LINE_BYTES_MAX + 1 :]
    if rest:
        yield _read(rest)


def _read(line: bytearray) -> str | None:
    if len(line) > LINE_BYTES_MAX:
        return None
    try:
        return line.decode()
    except UnicodeDecodeError:
        return None
