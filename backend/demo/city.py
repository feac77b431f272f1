"""A throw-away city: an empty folder, free ports, gone afterwards."""

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from backend.core.embedded.places import free_port
from backend.core.settings import Settings, environment
from backend.demo.walk import Failed

CODE_LIFETIME_SECONDS = 10
READY_SECONDS = 60


@contextmanager
def throw_away_city() -> Iterator[str]:
    """The address of a city of its own: empty folder, free ports, codes that live ten seconds."""
    folder = Path(tempfile.mkdtemp(prefix="yima-demo-"))
    port = free_port()
    settings = Settings(
        profile="demo",
        data=str(folder),
        port=port,
        postgres_port=free_port(),
        valkey_port=free_port(),
        code_lifetime_seconds=CODE_LIFETIME_SECONDS,
    )
    own = environment(settings)
    with (folder / "city.log").open("wb") as log:
        city = subprocess.Popen([sys.executable, "-m", "backend.cli", "up"], env=own, stdout=log, stderr=log)
    try:
        wait_until_ready(f"http://127.0.0.1:{port}", city, folder / "city.log")
        yield f"http://127.0.0.1:{port}"
    finally:
        city.terminate()
        city.wait(timeout=30)
        shutil.rmtree(folder, ignore_errors=True)


def wait_until_ready(address: str, city: "subprocess.Popen[bytes]", log: Path) -> None:
    """Return when the city serves; Failed with the end of its log when it does not."""
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end and city.poll() is None:
        try:
            if httpx.get(f"{address}/health/ready", timeout=2).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise Failed(f"the city did not start: {log.read_text()[-600:]}")
