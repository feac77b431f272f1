"""`yima reader`: codes come in as lines or pictures, answers go out as lines, the city is kept up beside."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple, TextIO

from backend.reader import chain
from backend.reader.city import Away, Refused
from backend.reader.lines import Pieces, read_lines
from backend.reader.opening import Opened, open_reader
from backend.reader.pictures import read_picture
from backend.reader.problems import CityAway, Locale, ReaderProblem
from backend.reader.recordings import Player
from backend.reader.screen import Report, Screen
from backend.reader.syncing import Syncing, attempt

END_SECONDS = 3.0


class Wish(NamedTuple):
    """What was typed after `yima reader`."""

    folder: Path
    city: str | None
    code: str | None
    pictures: tuple[Path, ...]
    sync: bool
    offline: bool
    is_json: bool
    locale: Locale
    player: tuple[str, ...]


def run(wish: Wish, source: Pieces, out: TextIO) -> None:
    """Be the reader of a folder until the lines end; ReaderProblem when a person has to mend something."""
    with open_reader(wish.folder, wish.city, wish.code, is_offline=wish.offline) as opened:
        reader, syncing = opened
        player = Player(list(wish.player)) if wish.player else None
        screen = Screen(out, reader, wish.locale, is_json=wish.is_json, player=player)
        if syncing and wish.sync:
            screen.report(_sync(opened, syncing))
        elif wish.pictures:
            for path in wish.pictures:
                screen.answer(reader.check(read_picture(path)))
        else:
            with _exchanging(opened, screen):
                screen.show_challenge()
                for line in read_lines(source):
                    screen.answer(reader.check(line))
                    screen.show_challenge()
        screen.end()


def _sync(opened: Opened, syncing: Syncing) -> Report:
    """Hand in and refresh, each whatever becomes of the other; then whatever went wrong is told."""
    before = chain.read(opened.reader.store).marks.known
    try:
        failed = [attempt(syncing.hand_in), attempt(syncing.refresh)]
    except Away:
        raise CityAway from None
    for problem in failed:
        if isinstance(problem, ReaderProblem):
            raise problem
        if problem is not None:
            raise CityAway
    held, state = opened.reader.holdings, chain.read(opened.reader.store)
    return Report(state.marks.known - before, state.waiting, int(held.held.listed_at) if held else None)


@contextmanager
def _exchanging(opened: Opened, screen: Screen) -> Iterator[None]:
    """The exchange with the city beside the block; when the block ends, what waits is handed in once more."""
    reader, syncing = opened
    if syncing is None or reader.online is None:
        yield
        return
    reader.online.is_watched = True

    def announce() -> None:
        screen.show_challenge()
        screen.complain(syncing.problem)

    beside = threading.Thread(target=syncing.run, args=(announce,), daemon=True)
    beside.start()
    try:
        yield
    finally:
        syncing.end()
        beside.join(END_SECONDS)
    if not beside.is_alive() and reader.online.is_near() and chain.read(reader.store).waiting:
        with suppress(Away, Refused, ReaderProblem):
            syncing.hand_in()
