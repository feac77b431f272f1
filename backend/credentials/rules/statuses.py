"""Which index in the status lists a credential gets: never the same twice, and no neighbour of the last one.

The credentials of one key are numbered as they are made. A number's upper bits choose the shard, its lower
twenty are shuffled within it by a keyed Feistel network, so that the city needs no table of what was given,
can go back from the index to the number, and nobody else can tell which credentials one phone got together.
"""

import sys
from array import array
from collections.abc import Callable

SHARD_BITS = 20
SHARD_SIZE = 1 << SHARD_BITS
SHARDS = 1 << 12
HALF_BITS = SHARD_BITS // 2
HALF = 1 << HALF_BITS
ROUNDS = 6

# The upper byte of a value below HALF.
UPPER = bytes(byte % (HALF >> 8) for byte in range(256))


class Shuffle:
    """The permutation of one shard, from `derive(length)`, which gives key bytes for this shard alone."""

    def __init__(self, shard: int, derive: Callable[[int], bytes]) -> None:
        self._base = shard << SHARD_BITS
        drawn = derive(ROUNDS * HALF * 2)
        self._tables = [_table(drawn[n * HALF * 2 : (n + 1) * HALF * 2]) for n in range(ROUNDS)]

    def index(self, serial: int) -> int:
        """The index of the credential numbered `serial`."""
        left, right = serial >> HALF_BITS & HALF - 1, serial & HALF - 1
        for table in self._tables:
            left, right = right, left ^ table[right]
        return self._base | left << HALF_BITS | right

    def serial(self, index: int) -> int:
        """The number of the credential with this `index`."""
        left, right = index >> HALF_BITS & HALF - 1, index & HALF - 1
        for table in reversed(self._tables):
            left, right = right ^ table[left], left
        return self._base | left << HALF_BITS | right


def shard_of(number: int) -> int:
    """The shard in which a serial or an index lies."""
    return number >> SHARD_BITS


def _table(drawn: bytes) -> "array[int]":
    """Big-endian values modulo HALF, two bytes each: a large city has a thousand shards at hand."""
    small = bytearray(drawn)
    small[0::2] = drawn[0::2].translate(UPPER)
    table = array("H", bytes(small))
    if sys.byteorder == "little":
        table.byteswap()
    return table
