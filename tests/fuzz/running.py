"""Runs the targets in turns, each input from a seed of its own."""

import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from random import Random

from tests.fuzz.targets import TARGETS

TURN = 50


class Failed(AssertionError):
    """An input for which something does not hold; its seed makes it again."""


def run(folder: Path, seconds: float, first: int) -> Counter[str]:
    """How many inputs each target took in `seconds`; Failed with the seed of the first that fails."""
    counts: Counter[str] = Counter()
    with ExitStack() as stack:
        targets = {make.__name__: stack.enter_context(make(folder / make.__name__)) for make in TARGETS}
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for name, target in targets.items():
                for _ in range(TURN):
                    seed = first + counts[name]
                    try:
                        target(Random(seed))
                    except Exception as error:
                        raise Failed(f"{name} failed with FUZZ_SEED={seed}") from error
                    counts[name] += 1
    return counts
