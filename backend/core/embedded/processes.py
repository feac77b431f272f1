"""Child processes that have their own session, a log of limited size, and die with their parent."""

import ctypes
import functools
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import psutil

from backend.core.embedded.places import User

LOG_BYTES_MAX = 5_000_000
PR_SET_PDEATHSIG = 1

_libc = ctypes.CDLL(None) if sys.platform == "linux" else None

Process = subprocess.Popen[bytes]


@functools.cache
def _forker() -> ThreadPoolExecutor:
    """One thread that lives as long as we do: Linux sends the death signal when the forking *thread* ends."""
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="forker")


def follow_parent(parent: int, death_signal: int) -> Callable[[], None] | None:
    """What a child does before its program starts, so that kill -9 of us reaches it too; Linux only.

    The thread that starts the child must live as long as the child, because Linux follows the thread.
    """
    if _libc is None:
        return None
    prctl = _libc.prctl

    def follow() -> None:
        prctl(PR_SET_PDEATHSIG, death_signal, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return follow


def end_with_parent() -> None:
    """Let Linux send us SIGTERM when the process that started us ends, however it ends."""
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)


def spawn(
    command: Sequence[str | Path],
    *,
    log: Path,
    environment: Mapping[str, str],
    folder: Path = Path("/"),
    death_signal: int = signal.SIGTERM,
    text: bytes = b"",
    user: User | None = None,
) -> Process:
    """A running child that reads `text` (at most 4 kB) and writes to `log`; Ctrl-C does not reach it."""
    limit_log(log)

    def fork() -> Process:
        with open(log, "ab", opener=_for_us_alone) as output:
            return subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=output,
                cwd=folder,
                env=environment,
                start_new_session=True,
                preexec_fn=follow_parent(os.getpid(), death_signal),  # noqa: PLW1509 - it calls nothing but libc
                **(user or {}),
            )

    process = _forker().submit(fork).result()
    if process.stdin is not None:
        with suppress(BrokenPipeError):
            process.stdin.write(text)
            process.stdin.close()
    return process


def _for_us_alone(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def stop(process: Process, stop_signal: int = signal.SIGTERM, patience_seconds: float = 15) -> None:
    """The child has ended, politely if it obeys within `patience_seconds`."""
    if process.poll() is not None:
        return
    process.send_signal(stop_signal)
    try:
        process.wait(patience_seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def limit_log(log: Path) -> None:
    """Keep at most two files of 5 MB: the log, and the part before it as `<log>.1`."""
    with suppress(FileNotFoundError):
        if log.stat().st_size > LOG_BYTES_MAX:
            log.with_name(log.name + ".1").write_bytes(log.read_bytes())
            os.truncate(log, 0)


def processes_in(folder: Path) -> list[psutil.Process]:
    """Living processes whose working folder is `folder`, as a server's and its children's is."""
    place = str(folder.resolve())
    return [
        process
        for process in psutil.process_iter(["cwd", "status"])
        if process.info["cwd"] == place and process.info["status"] != psutil.STATUS_ZOMBIE
    ]
