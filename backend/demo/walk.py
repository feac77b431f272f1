"""A walk through a city: steps that hold, each with its line."""

import time
from collections.abc import Callable

import msgspec


class Failed(Exception):
    """A step did not hold; the text says what was expected and what came."""


class Walk(msgspec.Struct):
    """The steps so far: what, what came of it, and how long it took in milliseconds."""

    steps: list[tuple[str, str, float]] = []

    def step(self, title: str, work: Callable[[], str]) -> None:
        """Do one step and print its line."""
        began = time.perf_counter()
        outcome = work()
        took = (time.perf_counter() - began) * 1000
        self.steps.append((title, outcome, took))
        print(f"  {len(self.steps):>2}  {title:<44} {outcome:<38} {took:>8.0f} ms", flush=True)
