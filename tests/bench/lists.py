"""The status lists of a city in which one credential in a hundred is revoked."""

import random
import time

import msgspec

from backend import vectors
from backend.credentials.rules.lists import STATUS_TTL_SECONDS, USABLE_SECONDS
from backend.credentials.rules.status_lists import pack_bits, read_list, write_list
from backend.credentials.rules.statuses import SHARD_SIZE

CREDENTIALS = 5_500_000
REVOKED = CREDENTIALS // 100
BYTES_TARGET = 80_000
SECONDS_TARGET = 2.0
ROUNDS = 5
SEED = 20_261_125
TIMES = (vectors.NOW, vectors.NOW + USABLE_SECONDS, STATUS_TTL_SECONDS)


class Lists(msgspec.Struct):
    """What a bench says, as one JSON object; `bytes_sharded`: of the six lists that the city makes."""

    name: str
    ratio: float
    bytes: int
    bytes_sharded: int
    seconds: float


async def build() -> list[Lists]:
    """All places in one list, packed, deflated and signed."""
    revoked = random.Random(SEED).sample(range(CREDENTIALS), REVOKED)
    seconds = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        made = _write(revoked, CREDENTIALS)
        seconds.append(time.perf_counter() - began)
    found = read_list(made, lambda _: vectors.LISTS.public)
    if found is None or not all(map(found.is_revoked, revoked)):
        raise SystemExit("the status list does not say what went into it")
    took = sorted(seconds)[ROUNDS // 2]
    sharded = sum(len(one) for one in _write_shards(revoked))
    print(
        f"{'status-list':16} {len(made):6d} bytes (≤ {BYTES_TARGET}), {REVOKED} of {CREDENTIALS} revoked,"
        f"  {took:.2f} s (≤ {SECONDS_TARGET:.0f});  in shards {sharded} bytes"
    )
    return [Lists("status-list", round(BYTES_TARGET / len(made), 3), len(made), sharded, round(took, 3))]


def _write(revoked: list[int], size: int) -> bytes:
    return write_list(
        "https://code.example/status", pack_bits(revoked, size), TIMES, "l1", vectors.LISTS.sign
    )


def _write_shards(revoked: list[int]) -> list[bytes]:
    places: dict[int, list[int]] = {}
    for index in revoked:
        places.setdefault(index // SHARD_SIZE, []).append(index % SHARD_SIZE)
    return [_write(part, SHARD_SIZE) for part in places.values()]
