"""A carried code fits into a small QR code, and is read from a small bad picture of it."""

import random

import pytest

from tests.photographs import ORDINARY, POOR, SHARP, Camera, count_read, find_version, make_texts

SEED = 20_261_125
TRIES = 100
RATE_MIN = 0.95


@pytest.mark.parametrize(
    ("length", "version"), [(195, 10), (196, 10), (203, 10), (204, 10), (211, 11), (212, 11)]
)
async def test_a_carried_code_is_packed_as_letters_and_not_as_bytes(length: int, version: int) -> None:
    """As bytes, the shortest would be of version 13."""
    (text,) = make_texts(length, 1, random.Random(SEED))
    assert await find_version(text) == version


@pytest.mark.parametrize("length", [195, 203])
async def test_a_small_picture_is_read_as_it_is_when_it_is_sharp(length: int) -> None:
    assert await rate(length, SHARP, enlarge=1) >= RATE_MIN


@pytest.mark.parametrize("length", [195, 203, 211])
async def test_a_small_and_blurred_picture_is_read_once_it_is_enlarged(length: int) -> None:
    """zxing-cpp looks at one pixel for each module; between enlarged pixels the noise is evened out."""
    assert await rate(length, ORDINARY, enlarge=2) >= RATE_MIN


async def test_a_picture_that_is_too_bad_is_not_read_at_all() -> None:
    """So that the rates above say something; `make bench ONLY=qr` tells the rates in between."""
    assert await rate(203, POOR, enlarge=1) < 1 - RATE_MIN


async def rate(length: int, camera: Camera, enlarge: int) -> float:
    draw = random.Random(SEED)
    return await count_read(make_texts(length, 20, draw), TRIES, camera, draw, enlarge) / TRIES
