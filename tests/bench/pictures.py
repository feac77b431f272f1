"""How large carried codes are drawn, and how often a small bad picture of one is read."""

import random

import msgspec

from tests.photographs import ORDINARY, POOR, SHARP, Camera, count_read, find_version, make_texts

LENGTHS = (195, 203, 211)
CAMERAS = {"sharp": SHARP, "ordinary": ORDINARY, "poor": POOR}
ENLARGED = (1, 2)
TRIES = 200
CODES = 20
RATE_TARGET = 0.95
SEED = 20_261_125


class Readability(msgspec.Struct):
    """What a bench says, as one JSON object: `rates` by camera, as taken and enlarged."""

    name: str
    ratio: float
    version: int
    rates: dict[str, list[float]]


async def read() -> list[Readability]:
    """Every length, before every camera; the ratio is that of the ordinary one, enlarged, to the goal."""
    print(
        f"{'qr':16} read of {TRIES} pictures, as taken and enlarged (≥ {RATE_TARGET:.0%} ordinary, enlarged)"
    )
    return [await _read(length) for length in LENGTHS]


async def _read(length: int) -> Readability:
    rates = {
        name: [await _rate(length, camera, times) for times in ENLARGED] for name, camera in CAMERAS.items()
    }
    version = await find_version(make_texts(length, 1, random.Random(SEED))[0])
    told = "  ".join(f"{name} {plain:4.0%} {larger:4.0%}" for name, (plain, larger) in rates.items())
    print(f"{'':16} {length} bytes: version {version}  {told}")
    return Readability(f"qr-{length}", round(rates["ordinary"][-1] / RATE_TARGET, 3), version, rates)


async def _rate(length: int, camera: Camera, enlarge: int) -> float:
    draw = random.Random(SEED)
    return await count_read(make_texts(length, CODES, draw), TRIES, camera, draw, enlarge) / TRIES
