"""Recordings of the prompts, kept on the device so that it can speak without a network."""

import contextlib
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

import msgspec

from backend.credentials.rules.lists import PromptWords
from backend.reader.answers import Prompt
from backend.reader.city import City, Refused
from backend.reader.problems import Locale

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LOCALES = ("zh-CN", "en")
# Twelve prompts; a few more leave room for those that a new list brings.
PROMPTS_MAX = 24
WAV = b"RIFF"


class Recordings:
    """The recordings in one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def fetch(self, city: City, prompts: Mapping[str, PromptWords]) -> None:
        """Get those that are not here yet; Away when the city goes."""
        self._folder.mkdir(mode=0o700, exist_ok=True)
        for id_, words in list(prompts.items())[:PROMPTS_MAX]:
            for locale in LOCALES:
                path = self._path(id_, locale)
                if path is None or path.exists() or locale not in words.audio:
                    continue
                with contextlib.suppress(Refused):  # a city without this recording has words for it still
                    _keep(city.fetch(words.audio[locale]).body or b"", path)

    def localise(self, prompt: Prompt) -> Prompt:
        """`prompt` with the files that are here in place of their addresses."""
        here = {
            locale: str(path)
            for locale in LOCALES
            if (path := self._path(prompt.id, locale)) is not None and path.exists()
        }
        return msgspec.structs.replace(prompt, audio=prompt.audio | here)

    def _path(self, id_: str, locale: str) -> Path | None:
        return self._folder / f"{id_}.{locale}.wav" if NAME.fullmatch(id_) else None


def _keep(body: bytes, path: Path) -> None:
    if body.startswith(WAV):
        draft = path.with_suffix(".draft")
        draft.write_bytes(body)
        draft.replace(path)


class Player:
    """Plays recordings by a command; a new one cuts the old."""

    def __init__(self, command: list[str]) -> None:
        self._command = command
        self._playing: subprocess.Popen[bytes] | None = None

    def play(self, prompt: Prompt, locale: Locale) -> None:
        """Say `prompt`; without a recording, or without the player, nothing is heard."""
        self.stop()
        if locale in prompt.audio:
            with contextlib.suppress(OSError):
                quiet = subprocess.DEVNULL
                self._playing = subprocess.Popen(
                    [*self._command, prompt.audio[locale]], stdin=quiet, stdout=quiet, stderr=quiet
                )

    def stop(self) -> None:
        """Cut what is being said."""
        if self._playing is not None:
            self._playing.kill()
            self._playing.wait()
            self._playing = None
