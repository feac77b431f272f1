"""How long the second start takes, from the command to a ready answer."""

import os
import subprocess
import sys
import tempfile
import time

import httpx
import msgspec

from backend.core.embedded.places import free_port
from backend.core.settings import PREFIX

READY_SECONDS = 120


class Start(msgspec.Struct):
    """What a bench says, as one JSON object; the ratio is of the first start, which also makes the city."""

    name: str
    ratio: float
    seconds: float
    first_seconds: float


async def measure() -> list[Start]:
    """A city in an empty folder, started, stopped, and started again."""
    with tempfile.TemporaryDirectory(prefix="yima-bench-") as folder:
        first = _start_and_stop(folder)
        second = _start_and_stop(folder)
    print(
        f"{'start':16} {second:6.2f} s to a ready answer"
        f" (the first start, with an empty folder: {first:.2f} s)"
    )
    return [Start("start", round(first / second, 3), round(second, 2), round(first, 2))]


def _start_and_stop(folder: str) -> float:
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)} | {
        "YIMA_PROFILE": "demo",
        "YIMA_DATA": folder,
        "YIMA_PORT": str(port),
        "YIMA_POSTGRES_PORT": str(free_port()),
        "YIMA_VALKEY_PORT": str(free_port()),
    }
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "backend.cli", "up"], env=environment, stdout=subprocess.DEVNULL
    )
    try:
        return _wait(f"http://127.0.0.1:{port}/health/ready", process, began)
    finally:
        process.terminate()
        process.wait()


def _wait(address: str, process: "subprocess.Popen[bytes]", began: float) -> float:
    while time.monotonic() < began + READY_SECONDS:
        if process.poll() is not None:
            raise SystemExit("the city ended while it started")
        try:
            if httpx.get(address, timeout=5).status_code == 200:
                return time.monotonic() - began
        except httpx.TransportError:
            time.sleep(0.02)
    raise SystemExit("the city was not ready in time")
