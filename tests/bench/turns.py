"""Two ways to do the same work, in turns within one process: what the whole costs beside its bare core."""

import statistics
import time
from collections.abc import Callable

import msgspec

ROUNDS = 15
MICRO = 1_000_000

Turn = Callable[[int], object]


class Ratio(msgspec.Struct):
    """What a bench says, as one JSON object: CPU of the bare core over that of the whole."""

    name: str
    ratio: float
    microseconds: float
    microseconds_bare: float


def compare(name: str, unit: str, count: int, bare: Turn, whole: Turn, target: float | None = None) -> Ratio:
    """Both for the rounds 0, 1, …, each of `count` units; the first warms up and does not count.

    The ratio is the median of those of neighbouring turns, which see the same machine.
    """
    pairs = [(_seconds(bare, n), _seconds(whole, n)) for n in range(ROUNDS + 1)][1:]
    ratios = sorted(one / other for one, other in pairs)
    found = Ratio(
        name,
        round(statistics.median(ratios), 3),
        round(statistics.median(other for _, other in pairs) / count * MICRO, 2),
        round(statistics.median(one for one, _ in pairs) / count * MICRO, 2),
    )
    goal = "" if target is None else f" (≥ {target})"
    print(
        f"{name:16} {found.ratio:6.3f}{goal}  {found.microseconds:8.2f} µs a {unit}, bare"
        f" {found.microseconds_bare:8.2f} µs; {ROUNDS} rounds from {ratios[0]:.3f} to {ratios[-1]:.3f}"
    )
    return found


def _seconds(turn: Turn, number: int) -> float:
    began = time.process_time()
    turn(number)
    return time.process_time() - began
