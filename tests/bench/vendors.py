"""SMS vendors in processes of their own, which can be killed, with books that cannot."""

import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import msgspec

from backend.core.embedded.places import free_port
from backend.core.settings import Settings
from tests import processes
from tests.bench.city import City
from tests.integrations.stand_ins.sms import KEY, SECRET


class Vendor:
    """A vendor's process, which can be killed, and its book, which cannot."""

    def __init__(self, folder: Path, name: str) -> None:
        self.port, self.book = free_port(), folder / name
        self.address = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Serve, with the book as it was."""
        command = [sys.executable, "-m", "tests.integrations.stand_ins.sms", "--port", str(self.port)]
        self._process = subprocess.Popen([*command, "--file", str(self.book)], stdout=subprocess.DEVNULL)

    def wait(self) -> None:
        """Until it answers."""
        assert self._process is not None
        processes.wait_until_ready(self.address, self._process, "/stand-in")

    def kill(self) -> None:
        """As by a power cut."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def read(self) -> Counter[str]:
        """How often it sent each id."""
        lines = self.book.read_bytes().splitlines() if self.book.exists() else []
        entries = [msgspec.json.decode(line) for line in lines]
        return Counter(entry["id"] for entry in entries if entry["event"] == "sent")


class Vendors(NamedTuple):
    """Both of a channel, and the settings of a worker that uses them."""

    first: Vendor
    second: Vendor
    settings: Settings


@contextmanager
def running(city: City) -> Iterator[Vendors]:
    """Both vendors, serving as long as the block runs."""
    with tempfile.TemporaryDirectory() as folder:
        first, second = (Vendor(Path(folder), name) for name in ("first", "second"))
        settings = msgspec.structs.replace(
            city.settings,
            sms_a_url=first.address,
            sms_a_key=KEY,
            sms_a_secret=SECRET,
            sms_b_url=second.address,
            sms_b_key=KEY,
            sms_b_secret=SECRET,
        )
        try:
            for vendor in (first, second):
                vendor.start()
            for vendor in (first, second):
                vendor.wait()
            yield Vendors(first, second, settings)
        finally:
            first.kill()
            second.kill()
