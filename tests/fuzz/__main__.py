"""Fuzz for FUZZ_SECONDS (an hour unless told otherwise); what fails is printed with its seed."""

import os
import tempfile
import time
from pathlib import Path

from tests.fuzz.running import run

HOUR = 3600


def main() -> None:
    """Run every target; the seed of each input is a number, so that a failure can be run again."""
    seconds = float(os.environ.get("FUZZ_SECONDS", HOUR))
    first = int(os.environ.get("FUZZ_SEED", time.time_ns()))
    with tempfile.TemporaryDirectory() as folder:
        for name, count in run(Path(folder), seconds, first).items():
            print(f"{name}: {count} inputs, none failed")


if __name__ == "__main__":
    main()
