"""How long deliveries took, counted in steps small enough to read a percentile from."""

from collections.abc import Mapping

# Each step is a tenth longer than the one before; the first are 10 milliseconds.
FIRST_SECONDS, GROWTH = 0.01, 1.1


def percentile(counts: Mapping[int, int], share: float) -> float | None:
    """The seconds within which `share` of all were done, at most a tenth too long; None when there are none.

    `counts`: how many took as long as each step.
    """
    wanted = share * sum(counts.values())
    reached = 0
    for step in sorted(counts):
        reached += counts[step]
        if reached >= wanted:
            return round(FIRST_SECONDS * GROWTH**step, 2)
    return None
