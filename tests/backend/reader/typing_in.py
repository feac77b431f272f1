"""`yima reader` as a gate starts it: a process with a scanner at its input."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from backend.core.settings import PREFIX

PATIENCE_SECONDS = 60

Running = subprocess.Popen[bytes]


def start(folder: Path, *words: str) -> Running:
    """The process, with JSON as its answers."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    command = [sys.executable, "-m", "backend.cli", "reader", "--data", str(folder), "--json", *words]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, env=kept, stdin=pipe, stdout=pipe, stderr=pipe)


@contextmanager
def running(folder: Path, *words: str) -> Iterator[Running]:
    """The process, gone afterwards."""
    process = start(folder, *words)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def run(folder: Path, *words: str, lines: bytes = b"") -> tuple[int, list[Any], str]:
    """Exit code, answers and complaint of a process that got `lines` and came to its end."""
    with running(folder, *words) as process:
        out, err = process.communicate(lines, timeout=PATIENCE_SECONDS)
        return process.returncode, answers(out.splitlines()), err.decode()


def ask(process: Running, line: bytes) -> Any:
    """The answer to one line."""
    assert process.stdin
    assert process.stdout
    process.stdin.write(line)
    process.stdin.flush()
    return json.loads(process.stdout.readline())


def answers(lines: Iterable[bytes]) -> list[Any]:
    """What complete lines say; one that was cut off by a kill says nothing."""
    return [json.loads(line) for line in lines if line.endswith(b"}")]
