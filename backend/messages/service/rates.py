"""How much of a provider's rate is left, by a clock that never jumps."""

import time


class Rate:
    """At most `per_second`, in the long run, and never more than a second's worth at once."""

    def __init__(self, per_second: int) -> None:
        self._per_second = per_second
        self._left = self._allowed = float(per_second)
        self._at = time.monotonic()

    def share(self, workers: int) -> None:
        """Leave their part to the other workers."""
        self._allowed = max(self._per_second / max(workers, 1), 1.0)

    def available(self) -> int:
        """How many may go now."""
        now = time.monotonic()
        self._left = min(self._left + (now - self._at) * self._allowed, self._allowed)
        self._at = now
        return int(self._left)

    def use(self, count: int) -> None:
        """So many have gone."""
        self._left -= count
