"""Rows as they are read, whichever way they were written."""

from collections.abc import Callable
from typing import Any, NamedTuple, Protocol

from backend.registers.rules.reasons import Reason

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
