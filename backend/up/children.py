"""Our own long-running processes: started, watched, started again, and stopped together."""

import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from backend.core.embedded import CannotStart, processes
from backend.core.settings import Settings, environment

PAUSE_SECONDS_MAX = 30.0
STEADY_SECONDS = 60.0
STOP_SECONDS = 10.0

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass
class Child:
    """`yima <command>` as a process of its own; when it crashes, `mend` starts it again, later each time."""

    command: str
    settings: Settings
    process: processes.Process | None = None
    started_at: float = 0.0
    crashes: int = field(default=0)

    @property
    def log(self) -> Path:
        """Where it writes."""
        return self.settings.folder / f"{self.command}.log"

    def start(self) -> None:
        """It runs, with our settings in its environment."""
        self.process = processes.spawn(
            [sys.executable, "-m", "backend.cli", self.command],
            log=self.log,
            environment=environment(self.settings),
            folder=ROOT,
        )
        self.started_at = time.monotonic()

    def has_ended(self) -> bool:
        """Whether it ended although nobody stopped it."""
        return self.process is not None and self.process.poll() is not None

    def mend(self, say: Callable[[str], None]) -> None:
        """Start it again if it ended and its pause is over."""
        if self.process is None or not self.has_ended():
            return
        lived = time.monotonic() - self.started_at
        if lived > STEADY_SECONDS:
            self.crashes = 0
        pause = min(2.0**self.crashes, PAUSE_SECONDS_MAX)
        if lived < pause:
            return
        self.crashes += 1
        say(
            f"`yima {self.command}` ended ({_reason(self.process.returncode)}), starts again; see {self.log}."
        )
        self.start()


def stop_all(children: list[Child]) -> None:
    """All have ended, told at the same time so that their patience adds up only once."""
    for child in children:
        if child.process is not None and child.process.poll() is None:
            child.process.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for child in children:
        if child.process is not None:
            processes.stop(child.process, patience_seconds=max(0.1, deadline - time.monotonic()))


def failure(child: Child) -> CannotStart:
    """What a child that ended before it was ready wrote last."""
    lines = child.log.read_text(errors="replace").strip().splitlines() or ["it left without a word"]
    return CannotStart(f"`yima {child.command}` ended at once ({lines[-1].strip()}): see {child.log}.")


def _reason(code: int) -> str:
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
