"""One server from its start to its stop: what PostgreSQL and Valkey have in common."""

import re
import secrets
import signal
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from backend.core.embedded import places, processes
from backend.core.embedded.problems import CannotStart

# A database that was killed reads its journal again before it answers, and a slow disk takes its time.
READY_SECONDS = 120
LEFT_OVER_SECONDS = 15
POLL_SECONDS = 0.01

ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}

Cause = tuple[str, Callable[[str], CannotStart]]


@dataclass(frozen=True)
class Server:
    """A server that answers."""

    name: str
    process: processes.Process
    url: str
    stop_signal: signal.Signals

    def stop(self) -> None:
        """End it and keep everything that was committed."""
        processes.stop(self.process, self.stop_signal)


def password(file: Path) -> str:
    """The password kept in `file`, drawn at the first start, for our own user alone."""
    with places.explained(file.parent):
        if not file.exists() or not file.read_text():
            file.touch(mode=0o600)
            file.write_text(secrets.token_urlsafe(24))
        return file.read_text()


def end_left_over(data: Path, stop_signal: signal.Signals, main_process: int | None = None) -> None:
    """Nobody uses `data` any more: what a killed Yima left behind is told to stop and waited for.

    The caller holds the lock of the data folder, so a server in it has no living owner. The children of a
    killed PostgreSQL leave by themselves and must not get its signals: there only `main_process` is told.
    """
    deadline = time.monotonic() + LEFT_OVER_SECONDS
    told: set[int] = set()
    while left := processes.processes_in(data):
        for process in left:
            if process.pid not in told and main_process in {None, process.pid}:
                with suppress(psutil.NoSuchProcess):
                    process.send_signal(stop_signal)
            told.add(process.pid)
        if time.monotonic() > deadline:
            raise CannotStart(
                f"Process {left[0].pid} still uses {data} and does not stop: end it and start again."
            )
        time.sleep(POLL_SECONDS)


def wait_until_ready(
    process: processes.Process, is_ready: Callable[[], bool], explain: Callable[[], CannotStart]
) -> None:
    """Returns once the server answers; when it ends instead, raises what its log says."""
    deadline = time.monotonic() + READY_SECONDS
    while not is_ready():
        if process.poll() is not None:
            raise explain()
        if time.monotonic() > deadline:
            process.kill()
            process.wait()
            raise explain()
        time.sleep(POLL_SECONDS)


def read_from(log: Path, start: int) -> str:
    """What a server has written to its log since byte `start`."""
    with log.open("rb") as file:
        file.seek(start)
        return file.read().decode(errors="replace")


def find_cause(text: str, causes: Sequence[Cause], otherwise: Callable[[str], CannotStart]) -> CannotStart:
    """The first cause whose pattern stands in `text`; it gets the line that matched."""
    for pattern, explain in causes:
        if found := re.search(f".*(?:{pattern}).*", text):
            return explain(found[0].strip())
    lines = text.strip().splitlines()
    return otherwise(lines[-1].strip() if lines else "it left without a word")
