"""Codes as a camera sees them on a phone's screen: small, turned, out of focus and noisy."""

import io
import random
from statistics import NormalDist
from typing import NamedTuple

import zxingcpp
from PIL import Image, ImageChops, ImageFilter

from backend.city_codes.service import draw_png
from backend.credentials.rules.carried_codes import write_text

# What a camera of 1,280 pixels and 60 degrees makes of a code of six centimetres, nearly 40 away. A code of
# version 10 is 65 modules wide with its margin, so that each gets three pixels.
PICTURE_PIXELS = 200
TURN_DEGREES = 12
WHITE, MIDDLE = 255, 128


class Camera(NamedTuple):
    """How a camera sees: the deviation of its blur in pixels, and of its noise, of 255."""

    blur: float
    noise: float


# A quarter of a module out of focus, indoors; a third of one, in a dim hall; more than that, at night.
SHARP, ORDINARY, POOR = Camera(0.8, 20), Camera(1.0, 25), Camera(1.2, 30)


def make_texts(length: int, count: int, draw: random.Random) -> list[str]:
    """`count` texts as long and as mixed as those of carried codes of `length` bytes."""
    return [write_text(b"\x21" + draw.randbytes(length - 1)) for _ in range(count)]


async def count_read(texts: list[str], tries: int, camera: Camera, draw: random.Random, enlarge: int) -> int:
    """How many of `tries` photographs of `texts` zxing-cpp reads, each made `enlarge` times as wide."""
    drawn = [await _draw_small(text) for text in texts]
    found = 0
    for n in range(tries):
        taken = _photograph(drawn[n % len(texts)], camera, draw)
        larger = taken.resize((taken.width * enlarge, taken.height * enlarge), Image.Resampling.BILINEAR)
        found += [code.text for code in zxingcpp.read_barcodes(larger)] == [texts[n % len(texts)]]
    return found


async def find_version(text: str) -> int:
    """The version of QR code in which the server draws `text`: 10 has 57 modules a side."""
    picture = Image.open(io.BytesIO(await draw_png(text)))
    (found,) = zxingcpp.read_barcodes(picture.convert("L"))
    assert (found.text, found.ec_level) == (text, "M")
    return int(found.extra["Version"])  # type: ignore[index]  # a dict, which its stubs call an object


async def _draw_small(text: str) -> Image.Image:
    picture = Image.open(io.BytesIO(await draw_png(text))).convert("L")
    return picture.resize((PICTURE_PIXELS, PICTURE_PIXELS), Image.Resampling.BOX)


def _photograph(picture: Image.Image, camera: Camera, draw: random.Random) -> Image.Image:
    turn = draw.uniform(-TURN_DEGREES, TURN_DEGREES)
    turned = picture.rotate(turn, Image.Resampling.BICUBIC, expand=True, fillcolor=WHITE)
    blurred = turned.filter(ImageFilter.GaussianBlur(camera.blur))
    even = draw.randbytes(blurred.width * blurred.height)
    noise = Image.frombytes("L", blurred.size, even.translate(_normal(camera.noise)))
    return ImageChops.add(blurred, noise, offset=-MIDDLE)


def _normal(deviation: float) -> bytes:
    """A table that turns evenly drawn bytes into normally distributed ones around the middle."""
    normal = NormalDist(MIDDLE, deviation)
    return bytes(min(255, max(0, round(normal.inv_cdf((n + 0.5) / 256)))) for n in range(256))
