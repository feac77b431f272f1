"""Chance that is always the same: for a seed and a place, whatever else is drawn."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TypeVar

T = TypeVar("T")


class Chance:
    """Draws for one household or firm."""

    def __init__(self, seed: int, kind: str, number: int) -> None:
        self._random = random.Random(f"{seed}/{kind}/{number}")  # noqa: S311  # made-up people are no secret

    def holds(self, share: float) -> bool:
        """True in so many of a hundred cases."""
        return self._random.random() * 100 < share

    def number(self, first: int, last: int) -> int:
        """A number from `first` to `last`."""
        return self._random.randint(first, last)

    def one(self, choices: Sequence[T]) -> T:
        """One of `choices`."""
        return choices[self._random.randrange(len(choices))]

    def day(self, first: date, last: date) -> date:
        """A day from `first` to `last`."""
        return first + timedelta(days=self._random.randint(0, max((last - first).days, 0)))

    def near(self, today: date, before: int, after: int) -> date:
        """A day around today, so many days before to so many after."""
        return today + timedelta(days=self._random.randint(-before, after))
