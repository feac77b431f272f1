"""The city's time on a device whose own clock may be wrong or moved."""

import threading
import time
from collections.abc import Callable
from typing import NamedTuple

import msgspec

# A Date header tells the full second.
DATE_SECONDS = 1.0


def steady() -> float:
    """Seconds that go on while the device sleeps and that nobody can set."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


class Sources(NamedTuple):
    """Where time comes from."""

    wall: Callable[[], float] = time.time
    steady: Callable[[], float] = steady


DEVICE = Sources()


class Remembered(msgspec.Struct, frozen=True):
    """What a reader keeps of time: how far the city is ahead of the wall clock, and the last moment seen."""

    offset: float = 0.0
    last: float = 0.0


class Clock:
    """The city's time; after a start without it, the wall clock's with the offset of the last contact.

    It is never behind what is remembered, unless the city itself says so, and moving the wall clock while it
    runs changes nothing.
    """

    def __init__(self, remembered: Remembered, sources: Sources = DEVICE) -> None:
        self._sources = sources
        self._offset = remembered.offset
        self._lead = max(remembered.last, sources.wall() + remembered.offset) - sources.steady()
        self._changing = threading.Lock()
        self.is_anchored = False

    def now(self) -> float:
        """Seconds since 1970."""
        return self._sources.steady() + self._lead

    def steady(self) -> float:
        """The moment to give to `anchor` when a question is sent."""
        return self._sources.steady()

    def anchor(self, date: float, asked: float) -> None:
        """Take the city's `date` (a full second) from an answer to what was asked at `asked` (steady).

        While the two agree within what a full second and the way there leave open, nothing moves.
        """
        with self._changing:
            here = self._sources.steady()
            now = here + self._lead
            if not (self.is_anchored and date <= now <= date + DATE_SECONDS + (here - asked)):
                self._lead = date + DATE_SECONDS / 2 - here
            self._offset = here + self._lead - self._sources.wall()
            self.is_anchored = True

    def remember(self) -> Remembered:
        """What to keep for the next start."""
        return Remembered(self._offset, self.now())
