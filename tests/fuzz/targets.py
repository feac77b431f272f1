"""What is fuzzed, and what must hold for every input."""

import io
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from backend.credentials.rules.checking import judge
from backend.reader import chain
from backend.reader.lines import read_lines
from backend.reader.reader import Reader
from backend.reader.screen import Screen
from tests.backend.reader import devices, twin
from tests.backend.reader.vectors import NOW, held, plain_held, plain_post, post
from tests.fuzz.mutating import mutate

Target = Callable[[Random], None]

ENDS = [b"\n", b"\r", b"\r\n", b"\n\n", b""]
RECORDS_MAX = 1_000
REASONS = {None, *devices.REASONS}


class Trickle(io.RawIOBase):
    """A scanner's cable: bytes come in pieces of any size."""

    def __init__(self, data: bytes, random: Random) -> None:
        super().__init__()
        self._data = data
        self._random = random

    def readable(self) -> bool:
        """It can be read."""
        return True

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]
        """The next piece."""
        piece = self._data[: min(len(buffer), self._random.choice([1, 7, 100, 5_000]))]
        self._data = self._data[len(piece) :]
        buffer[: len(piece)] = piece
        return len(piece)


@contextmanager
def reader_lines(folder: Path) -> Iterator[Target]:
    """A reader answers every line that is not empty, with a known reason, and its evidence never breaks."""
    devices.prepare(folder, NOW)
    with devices.alone(folder) as reader:

        def run(random: Random) -> None:
            lines = [mutate(random) for _ in range(random.randint(1, 4))]
            data = b"".join(line + random.choice(ENDS) for line in lines)
            out = io.StringIO()
            screen = Screen(out, reader, "en", is_json=True, player=None)
            before = _begin(reader, random)
            for line in read_lines(io.BufferedReader(Trickle(data, random))):
                screen.answer(reader.check(line))
            answers = [json.loads(line) for line in out.getvalue().splitlines()]
            expected = [part for part in data.replace(b"\r", b"\n").split(b"\n") if part]
            assert len(answers) == len(expected)
            assert {answer["reason"] for answer in answers} <= REASONS
            records = [answer["record"] for answer in answers if answer["record"]]
            assert records == list(range(before + 1, before + 1 + len(records)))

        yield run


def _begin(reader: Reader, random: Random) -> int:
    """Bring the reader back to the vectors' moment, now and then without a memory; where its chain ends."""
    reader.clock.anchor(NOW, reader.clock.steady())
    last = chain.read(reader.store).last
    if random.random() < 0.1:
        reader.store.connection.execute("delete from use")
    if last < RECORDS_MAX:
        return last
    chain.confirm(reader.store, last)
    with reader.store.transaction():
        chain.begin_anew(reader.store)
    return 0


@contextmanager
def codec(_: Path) -> Iterator[Target]:
    """The check and its plain twin give the same reason."""
    there, plain_there, has, plain_has = post({}), plain_post({}), held({}), plain_held({})

    def run(random: Random) -> None:
        text = mutate(random).decode("latin-1")
        assert judge(text, there, has, NOW).reason == twin.check(text, plain_there, plain_has, NOW), text

    yield run


TARGETS = [reader_lines, codec]
