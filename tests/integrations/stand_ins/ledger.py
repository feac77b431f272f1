"""What a stand-in vendor took over and what it really sent, kept in a file that outlives a kill."""

import os
import time
from collections import Counter
from pathlib import Path
from typing import Literal

import msgspec

Mode = Literal[
    "good",
    "slow",  # does it, and answers after `seconds`
    "slow-lost",  # answers after `seconds`, and did nothing
    "error",  # 500, and did nothing
    "error-sent",  # 500, although it did it
    "cut",  # reads and closes the connection, and did nothing
    "cut-sent",  # does it and closes the connection
    "silent",  # answers that it took it, and never sends it
    "double",  # sends it twice
    "busy",  # says that it has too much to do
    "nonsense",  # 200 with a page of HTML
    "huge",  # 200 without an end
    "redirect",  # points to another address
    "denies",  # when asked, knows nothing of what it sent
    "lies",  # when asked, says delivered of whatever it is asked
]
TAKES_NOTHING = {"slow-lost", "error", "cut", "busy", "nonsense", "huge", "redirect"}


class Entry(msgspec.Struct, omit_defaults=True):
    """A line of the file: a message that was taken over, or that left."""

    event: Literal["taken", "sent"]
    id: str
    reference: str = ""
    to: str = ""
    text: str = ""
    at: float = 0.0


class Figures(msgspec.Struct):
    """How many messages were taken over and sent, and the ids that were sent more than once."""

    taken: int
    sent: int
    twice: list[str]


class Ledger:
    """One vendor's book. `codes`: what it answers for a phone number instead of taking its message."""

    def __init__(self, path: Path | None = None, *, record_texts: bool = True) -> None:
        self.mode: Mode = "good"
        self.left: int | None = None
        self.seconds = 1.0
        self.codes: dict[str, str] = {}
        self.taken: dict[str, Entry] = {}
        self.sent: Counter[str] = Counter()
        self.requests = 0
        self._record_texts = record_texts
        self._file = -1
        if path is not None:
            for line in path.read_bytes().splitlines() if path.exists() else []:
                self._note(msgspec.json.decode(line, type=Entry))
            self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def behave(self, mode: Mode, *, times: int | None = None, seconds: float = 1.0) -> None:
        """Be like this for the next `times` requests (then good again), or until told otherwise."""
        self.mode, self.left, self.seconds = mode, times, seconds

    def next_mode(self) -> Mode:
        """How the present request is treated."""
        self.requests += 1
        mode = self.mode
        if self.left is not None:
            self.left -= 1
            if self.left <= 0:
                self.mode, self.left = "good", None
        return mode

    def take(self, id_: str, to: str, text: str, mode: Mode) -> str:
        """The vendor's code for a message: `accepted`, also for one that it has already; or why not."""
        if mode in TAKES_NOTHING:
            return mode
        if to in self.codes:
            return self.codes[to]
        if id_ not in self.taken:
            kept = text if self._record_texts else ""
            lines = [Entry("taken", id_, f"V{len(self.taken) + 1:09}", to, kept, time.time())]
            if mode != "silent":
                lines += [Entry("sent", id_)] * (2 if mode == "double" else 1)
            self._write(lines)
        return "accepted"

    def state(self, id_: str, mode: Mode) -> str:
        """What the vendor says of an id: `unknown`, `taken` or `delivered`."""
        if mode == "lies":
            return "delivered"
        if mode == "denies" or id_ not in self.taken:
            return "unknown"
        return "delivered" if self.sent[id_] else "taken"

    def figures(self) -> Figures:
        """What a bench compares with its own book."""
        twice = [id_ for id_, times in self.sent.items() if times > 1]
        return Figures(len(self.taken), self.sent.total(), twice)

    def close(self) -> None:
        """Let go of the file."""
        if self._file >= 0:
            os.close(self._file)

    def _write(self, lines: list[Entry]) -> None:
        if self._file >= 0:
            os.write(self._file, b"".join(msgspec.json.encode(line) + b"\n" for line in lines))
        for line in lines:
            self._note(line)

    def _note(self, line: Entry) -> None:
        if line.event == "taken":
            self.taken[line.id] = line
        else:
            self.sent[line.id] += 1
