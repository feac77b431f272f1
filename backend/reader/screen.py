"""What a reader lets the world know: a line for each answer on its output, and a voice."""

import sys
import threading
from typing import TextIO

import msgspec

from backend.reader.answers import Answer
from backend.reader.problems import Locale, ReaderProblem
from backend.reader.reader import Reader
from backend.reader.recordings import Player
from backend.reader.words import say, write_line


class Report(msgspec.Struct, frozen=True):
    """What an exchange with the city came to: records taken, records still waiting, age of the lists."""

    handed_in: int
    waiting: int
    listed_at: int | None


class _Challenge(msgspec.Struct, frozen=True):
    challenge: str


class Screen:
    """One output, for programs (a JSON object a line) or for people; threads share it."""

    def __init__(
        self, out: TextIO, reader: Reader, locale: Locale, *, is_json: bool, player: Player | None
    ) -> None:
        self._out = out
        self._reader = reader
        self._is_json = is_json
        self._locale = locale
        self._player = player
        self._printing = threading.Lock()
        self._shown: str | None = None
        self._complaint: type[ReaderProblem] | None = None

    def answer(self, answer: Answer) -> None:
        """Tell an answer: the line first, then the voice, which cuts the one before."""
        scene = self._reader.identity.place.scene
        self._print(answer, write_line(answer, scene, self._locale))
        if self._player is not None:
            self._player.play(answer.prompt, self._locale)

    def show_challenge(self) -> None:
        """Tell the challenge that holders must read now, when it is another than before."""
        challenge = self._reader.challenge()
        if challenge is not None and challenge != self._shown:
            self._shown = challenge
            self._print(_Challenge(challenge), say("challenge", self._locale) + challenge)

    def complain(self, problem: ReaderProblem | None) -> None:
        """Tell on standard error what a person has to mend, once."""
        if problem is not None and type(problem) is not self._complaint:
            print(f"yima: {problem.say(self._locale)}", file=sys.stderr, flush=True)
        self._complaint = None if problem is None else type(problem)

    def report(self, report: Report) -> None:
        """Tell what an exchange with the city came to."""
        words = say("report", self._locale).format(handed_in=report.handed_in, waiting=report.waiting)
        self._print(report, words)

    def end(self) -> None:
        """Fall silent."""
        if self._player is not None:
            self._player.stop()

    def _print(self, said: msgspec.Struct, words: str) -> None:
        line = msgspec.json.encode(said).decode() if self._is_json else words
        with self._printing:
            self._out.write(line + "\n")
            self._out.flush()
