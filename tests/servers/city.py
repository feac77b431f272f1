"""`yima up` as a person starts it: its own folder and ports, what it prints, and the processes below it."""

import os
import resource
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from backend.core.embedded.places import free_port
from backend.core.settings import PREFIX

PATIENCE_SECONDS = 60


class City:
    """One `yima up` with its data in `folder`; what it prints goes to a file there."""

    def __init__(self, folder: Path, *, file_bytes_max: int | None = None, **other: str) -> None:
        self.folder = folder
        self.file_bytes_max = file_bytes_max
        self.port = free_port()
        self.settings = {
            "YIMA_PROFILE": "demo",
            "YIMA_PORTAL": "false",
            "YIMA_DATA": str(folder),
            "YIMA_PORT": str(self.port),
            "YIMA_POSTGRES_PORT": str(free_port()),
            "YIMA_VALKEY_PORT": str(free_port()),
        } | other
        self.printed = folder.with_name(folder.name + ".printed")

    def environment(self) -> dict[str, str]:
        """Ours, with this city's settings and no other."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
        return kept | self.settings

    def ask(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """`yima WORDS` for this city, run to its end."""
        command = [sys.executable, "-m", "backend.cli", *words]
        return subprocess.run(
            command,
            env=self.environment(),
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE_SECONDS,
            preexec_fn=self._limit_files,
        )

    def _limit_files(self) -> None:
        if self.file_bytes_max is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (self.file_bytes_max, self.file_bytes_max))

    @contextmanager
    def up(self, *, through_shell: bool = False) -> Iterator["subprocess.Popen[bytes]"]:
        """It runs and has told its address; stopped afterwards if need be. A shell may stand between."""
        command = [sys.executable, "-m", "backend.cli", "up"]
        if through_shell:
            command = ["sh", "-c", f"{shlex.join(command)} --until-parent-ends; true"]
        with self.printed.open("wb") as output:
            process = subprocess.Popen(command, env=self.environment(), stdout=output, stderr=output)
        try:
            wait_for(lambda: "Stop: Ctrl-C" in self.said() or process.poll() is not None, self.said)
            assert process.poll() is None, self.said()
            yield process
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait(PATIENCE_SECONDS)

    def said(self) -> str:
        """What it has printed so far."""
        return self.printed.read_text()

    def refusal(self) -> str:
        """The one sentence with which `yima up` refuses to start."""
        done = self.ask("up")
        assert done.returncode == 1, (done.stdout, done.stderr)
        lines = done.stderr.splitlines()
        assert len(lines) == 1, done.stderr
        assert lines[0].startswith("yima: ")
        return lines[0].removeprefix("yima: ")


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """An empty folder in a place that `nobody` may enter, as pytest's own are not."""
    made = Path(tempfile.mkdtemp(prefix="yima-test-"))
    made.chmod(0o711)
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def family(process: int) -> list[psutil.Process]:
    """Everything that runs below `process`."""
    found: list[psutil.Process] = psutil.Process(process).children(recursive=True)
    return found


def children(process: int, word: str) -> list[psutil.Process]:
    """The living processes right below `process` that run the program or command `word`."""
    below = [one for one in psutil.Process(process).children() if lives(one)]
    return [one for one in below if any(Path(part).name == word for part in one.cmdline())]


def wait_until_gone(processes: list[psutil.Process]) -> None:
    """Return when none of them lives; what nobody reaps does not count as living."""
    wait_for(
        lambda: not any(lives(one) for one in processes),
        lambda: str([one for one in processes if lives(one)]),
    )


def lives(process: psutil.Process) -> bool:
    """Whether it still runs."""
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def wait_for(is_so: Callable[[], bool], explain: Callable[[], str]) -> None:
    """Return when it is so; an AssertionError after a minute."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < deadline, explain()
        time.sleep(0.02)


def interrupt(process: "subprocess.Popen[bytes]") -> float:
    """Press Ctrl-C; gives the seconds until it has ended."""
    began = time.monotonic()
    process.send_signal(signal.SIGINT)
    assert process.wait(PATIENCE_SECONDS) == 0
    return time.monotonic() - began
