"""From a folder to a reader at work: one process, its key, its store, and the city it belongs to."""

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import msgspec

from backend.reader.badge import Badge
from backend.reader.city import Away, City, Refused
from backend.reader.clock import Clock, Remembered
from backend.reader.enrolling import enrol, made_by
from backend.reader.folder import occupy, read_key
from backend.reader.handing_in import Desk, hand_in
from backend.reader.identity import Identity, read_identity
from backend.reader.online import Online
from backend.reader.problems import NotEnrolled, ReaderProblem
from backend.reader.reader import Reader
from backend.reader.store import Store
from backend.reader.syncing import Syncing


class Opened(NamedTuple):
    """A reader, and its exchange with the city; None where the city shall never be asked."""

    reader: Reader
    syncing: Syncing | None


@contextmanager
def open_reader(
    folder: Path, address: str | None = None, code: str | None = None, *, is_offline: bool = False
) -> Iterator[Opened]:
    """The reader of `folder`, made with the enrolment `code` if it is none yet; ReaderProblem says why not.

    `address` is the city's, and may be left out once the reader is enrolled.
    """
    with ExitStack() as stack:
        stack.enter_context(occupy(folder))
        store = stack.enter_context(closing(Store(folder / "reader.db")))
        clock = Clock(store.read("clock", Remembered) or Remembered())
        known = read_identity(store)
        if is_offline:
            yield Opened(Reader(folder, store, clock, None), None)
            return
        origin = address or (known.city if known else None)
        if origin is None or (known is None and code is None):
            raise NotEnrolled
        desk_of = _Desks(folder, store, clock, stack.enter_context(closing(City(origin, clock))))
        identity = desk_of.enrol(known, code) if code is not None else known
        if identity is None:
            raise NotEnrolled
        if identity.city != desk_of.city.origin:
            store.write("identity", msgspec.structs.replace(identity, city=desk_of.city.origin))
        desk = desk_of.make(identity)
        reader = Reader(folder, store, clock, Online(desk.city, desk.badge))
        syncing = Syncing(reader, desk)
        if reader.holdings is None:
            with suppress(Away, Refused, ReaderProblem):
                syncing.refresh()
        yield Opened(reader, syncing)


class _Desks(NamedTuple):
    """What a reader's desk at the city is made of, whoever the reader is."""

    folder: Path
    store: Store
    clock: Clock
    city: City

    def make(self, identity: Identity) -> Desk:
        """The desk of the reader that `identity` says."""
        key = read_key(self.folder / identity.key)
        return Desk(self.city, Badge(identity, key, self.city, self.clock), self.store)

    def enrol(self, known: Identity | None, code: str) -> Identity:
        """The reader that `code` makes of this folder; what it was before hands in first, if it still can."""
        if known is not None and not made_by(known, code):
            with suppress(Away, Refused, ReaderProblem):
                desk = self.make(known)
                hand_in(desk, desk.read_head())
        return enrol(self.folder, self.store, self.city, self.clock, code)
