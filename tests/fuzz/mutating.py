"""Good and bad codes, changed at random."""

from random import Random

from tests.backend.reader.vectors import VECTORS

SEEDS = [case["code"].encode() for case in VECTORS["codes"] + VECTORS["live"]["codes"]] + [
    b"04719 88316 20095 77310",
    b"",
    b"\xff\xfe\x00",
    "城市码".encode(),
]
TOKENS = [
    b"CC2",
    b".",
    b"\x00",
    b" ",
    b"::",
    b"eyJ",
    b"\xf0\x9f\x9a\x8c",
    b"0" * 20,
    b"A" * 2_000,
    b"\xed\xa0\x80",
]


def mutate(random: Random) -> bytes:
    """One input: a seed after a few changes, often none."""
    raw = bytearray(random.choice(SEEDS))
    for _ in range(random.choice([0, 1, 1, 2, 4, 16])):
        CHANGES[random.randrange(len(CHANGES))](raw, random)
    return bytes(raw)


def _flip(raw: bytearray, random: Random) -> None:
    if raw:
        raw[random.randrange(len(raw))] ^= 1 << random.randrange(8)


def _set(raw: bytearray, random: Random) -> None:
    if raw:
        raw[random.randrange(len(raw))] = random.randrange(256)


def _cut(raw: bytearray, random: Random) -> None:
    start = random.randint(0, len(raw))
    del raw[start : start + random.choice([1, 2, 3, 8, 64])]


def _insert(raw: bytearray, random: Random) -> None:
    start = random.randint(0, len(raw))
    raw[start:start] = random.choice(TOKENS)


def _splice(raw: bytearray, random: Random) -> None:
    other = random.choice(SEEDS)
    raw[random.randint(0, len(raw)) :] = other[random.randint(0, len(other)) :]


def _double(raw: bytearray, random: Random) -> None:
    if len(raw) < 4_000:
        raw += raw[random.randint(0, len(raw)) :]


CHANGES = [_flip, _set, _cut, _insert, _splice, _double]
