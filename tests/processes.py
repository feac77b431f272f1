"""Real server processes for tests that need more than one, a browser, or something to kill."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import httpx

from backend.core.embedded.places import free_port
from backend.core.settings import Settings, environment

READY_SECONDS = 60


class Process(NamedTuple):
    """One `yima …` process, and where it answers."""

    process: "subprocess.Popen[bytes]"
    address: str


@contextmanager
def run(settings: Settings, command: str, **other: str) -> Iterator["subprocess.Popen[bytes]"]:
    """`yima COMMAND` as a process of its own, gone afterwards."""
    process = subprocess.Popen(
        [sys.executable, "-m", "backend.cli", command], env=environment(settings) | other
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def serve(settings: Settings, **other: str) -> Iterator[Process]:
    """`yima serve` on a free port, ready to answer."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with run(settings, "serve", YIMA_PORT=str(port), YIMA_PUBLIC_URL=address, **other) as process:
        wait_until_ready(address, process)
        yield Process(process, address)


def wait_until_ready(address: str, process: "subprocess.Popen[bytes]", path: str = "/health/ready") -> None:
    """Return when `path` at `address` is served; AssertionError when its process ends or takes a minute."""
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end:
        assert process.poll() is None, "the server ended"
        try:
            if httpx.get(f"{address}{path}", timeout=5).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    raise AssertionError("the server was not ready within a minute")
