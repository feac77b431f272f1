"""A reader at work beside a city, for tests: enrolled, its exchange with the city, its verdicts."""

from collections.abc import Iterator
from contextlib import contextmanager

from backend.reader.answers import Answer
from backend.reader.opening import Opened, open_reader
from backend.reader.syncing import Syncing
from tests.backend.reader.conftest import Gate

LIBRARY, EVENT = 2, 11


@contextmanager
def at_work(gate: Gate, code: str | None = None) -> Iterator[Opened]:
    """The reader of a gate, enrolled."""
    with open_reader(gate.folder, gate.city, code or gate.code) as opened:
        yield opened


def syncing(opened: Opened) -> Syncing:
    """Its exchange with the city."""
    assert opened.syncing is not None
    return opened.syncing


def verdict(answer: Answer) -> tuple[str, str]:
    """What was answered, and by whom."""
    return answer.reason or "accepted", answer.by
