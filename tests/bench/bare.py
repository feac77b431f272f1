"""What the whole of a job takes beside the bare work in it: rounds of CPU, and one line that tells them."""

import statistics
import time
from typing import NamedTuple

from tests.bench import city as cities
from tests.bench.city import City

MICRO = 1_000_000


class Round(NamedTuple):
    """Seconds of CPU for each thing: the whole job, the bare work, what comes later; and things a second."""

    whole: float
    bare: float
    later: float
    per_second: float


class Figures(NamedTuple):
    """Of several rounds: bare by whole, microseconds for each thing as in a Round, and things a second."""

    ratio: float
    microseconds: float
    microseconds_bare: float
    microseconds_later: float
    per_second: int


def cpu(city: City) -> float:
    """CPU seconds that this process and PostgreSQL have used so far."""
    return time.process_time() + cities.database_cpu(city)


def tell(name: str, target: float, thing: str, later: str, rounds: list[Round]) -> Figures:
    """Print what the rounds came to, and give it."""
    ratios = sorted(one.bare / one.whole for one in rounds)
    found = Figures(
        round(statistics.median(ratios), 3),
        _median([one.whole * MICRO for one in rounds]),
        _median([one.bare * MICRO for one in rounds]),
        _median([one.later * MICRO for one in rounds]),
        int(_median([one.per_second for one in rounds])),
    )
    print(
        f"{name:16} {found.ratio:6.3f} (≥ {target})  {found.microseconds:.1f} µs a {thing}, bare"
        f" {found.microseconds_bare:.1f} µs; {len(rounds)} rounds from {ratios[0]:.3f} to {ratios[-1]:.3f};"
        f"  {found.per_second}/s;  {later}, {found.microseconds_later:.1f} µs"
    )
    return found


def _median(values: list[float]) -> float:
    return round(statistics.median(values), 1)
