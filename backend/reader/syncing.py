"""What a reader does beside its answers: newer lists, evidence to the city, and a look whether it is back."""

import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import suppress

import msgspec

from backend.reader import chain, uses
from backend.reader.city import Away, Refused
from backend.reader.handing_in import Desk, Head, hand_in
from backend.reader.identity import Place
from backend.reader.lists import refresh
from backend.reader.online import PATIENCE_SECONDS
from backend.reader.problems import MustEnrolAgain, ReaderProblem, Suspended
from backend.reader.reader import Reader

TICK_SECONDS = 1.0
LOOK_SECONDS = 3.0
RETRY_SECONDS = 60.0
TIDY_SECONDS = 3600.0


class Syncing:
    """The exchange of one reader with the city; `problem` is what a person has to mend for it."""

    def __init__(self, reader: Reader, desk: Desk) -> None:
        self._reader = reader
        self.desk = desk
        self._look_at = self._lists_at = self._tidy_at = 0.0
        self._ending = threading.Event()
        self.problem: ReaderProblem | None = None

    def contact(self) -> Head:
        """What the city has of this reader's evidence; it also tells how the reader stands there."""
        reader, began = self._reader, time.monotonic()
        try:
            head = self.desk.read_head()
        except (Suspended, MustEnrolAgain) as problem:
            reader.stand("suspended" if isinstance(problem, Suspended) else "ended")
            raise
        reader.stand("good")
        if reader.online and time.monotonic() - began < PATIENCE_SECONDS:
            reader.online.mark_near()
        return head

    def hand_in(self) -> int:
        """Hand in what the city lacks; how many records it took."""
        return hand_in(self.desk, self.contact())

    def refresh(self) -> None:
        """Take up newer lists, the reader's place, and recordings."""
        reader, city = self._reader, self.desk.city
        _, identity = refresh(city, reader.store, reader.identity, reader.clock.now())
        place = city.ask("GET", "/v1/readers/current", Place, token=self.desk.badge.token())
        reader.identity = msgspec.structs.replace(identity, place=place)
        reader.store.write("identity", reader.identity)
        reader.take_up_lists()
        if reader.holdings:
            reader.recordings.fetch(city, reader.holdings.prompts)

    def run(self, announce: Callable[[], None]) -> None:
        """Exchange with the city until `end`; `announce` is called about once a second."""
        while not self._ending.wait(TICK_SECONDS):
            with suppress(sqlite3.Error):  # a busy or full disk: the next round may do better
                self._round(time.monotonic())
                announce()
        self._reader.store.close()

    def end(self) -> None:
        """Let `run` come to its end."""
        self._ending.set()

    def _round(self, now: float) -> None:
        reader, state = self._reader, chain.read(self._reader.store)
        is_away = reader.online is not None and not reader.online.is_near()
        has_work = is_away or now >= self._lists_at or (state.waiting and not state.marks.is_forked)
        if now >= self._look_at and has_work:
            self._look_at = now + LOOK_SECONDS
            self._exchange(now)
        if now >= self._tidy_at:
            self._tidy_at = now + TIDY_SECONDS
            self._tidy()

    def _exchange(self, now: float) -> None:
        """Hand in and refresh, each whatever becomes of the other; what fails is tried again later."""
        try:
            problems = [attempt(self.hand_in)]
            if now >= self._lists_at:
                self._lists_at = now + RETRY_SECONDS
                problems.append(attempt(self.refresh))
                if problems[-1] is None:
                    self._lists_at = now + self._until_next_lists()
        except Away:
            if self._reader.online:
                self._reader.online.mark_away()
            return
        self.problem = next((one for one in problems if isinstance(one, ReaderProblem)), None)
        self._reader.store.write("clock", self._reader.clock.remember())

    def _until_next_lists(self) -> float:
        holdings = self._reader.holdings
        wait = holdings.refresh_at - self._reader.clock.now() if holdings else RETRY_SECONDS
        return max(wait, RETRY_SECONDS)

    def _tidy(self) -> None:
        """Forget what matters no more, by the city's time only: a wrong clock must forget nothing."""
        clock, store = self._reader.clock, self._reader.store
        if clock.is_anchored:
            chain.forget(store, clock.now())
            with store.transaction() as connection:
                uses.forget(connection, clock.now())


def attempt(work: Callable[[], object]) -> ReaderProblem | Refused | None:
    """Why `work` could not be done, if so; only Away passes through."""
    try:
        work()
    except (ReaderProblem, Refused) as reason:
        return reason
    return None
