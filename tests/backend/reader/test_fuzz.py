"""A few seconds of what `make fuzz` does for an hour."""

import time
from pathlib import Path

from tests.fuzz.running import run

SECONDS = 4


def test_no_input_breaks_a_reader(tmp_path: Path) -> None:
    counts = run(tmp_path, SECONDS, time.time_ns())
    assert min(counts.values()) > 0
