"""Photos drawn anew: what is kept has the pixels, upright, and nothing else that the phone wrote into it."""

from io import BytesIO
from typing import Literal

from PIL import Image, ImageOps

from backend.applications.errors import UnusableFile

# The largest phones' pictures have 50 million pixels.
PIXELS_MAX = 52_000_000
# PNG cannot be read at a fraction of its size, so it must fit into memory whole.
PIXELS_MAX_PNG = 25_000_000
# Enough to read the small print of a page; larger ones are made smaller.
SIDE_MAX = 4096
QUALITY = 88
MODES = {"image/jpeg": ("L", "RGB"), "image/png": ("1", "L", "LA", "P", "RGB", "RGBA")}


def redraw(content: bytes, media_type: Literal["image/jpeg", "image/png"]) -> bytes:
    """The picture in `content`, upright, at most 4,096 pixels wide and high, without EXIF and other extras.

    UnusableFile when it is broken or has more pixels than a phone makes. Takes up to a second of CPU.
    """
    try:
        image = Image.open(BytesIO(content), formats=["JPEG" if media_type == "image/jpeg" else "PNG"])
        _check_size(image, media_type)
        image.draft("RGB", (SIDE_MAX, SIDE_MAX))
        image.load()
        return _write(_turn(image), media_type)
    except UnusableFile:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise UnusableFile("The picture has far too many pixels.") from None
    except Exception as error:  # Pillow raises a dozen kinds for broken pictures
        raise UnusableFile("The picture is broken.") from error


def _check_size(image: Image.Image, media_type: str) -> None:
    pixels, limit = image.width * image.height, PIXELS_MAX_PNG if media_type == "image/png" else PIXELS_MAX
    if pixels > limit:
        raise UnusableFile(f"The picture has more than {limit:,} pixels.")


def _turn(image: Image.Image) -> Image.Image:
    upright = ImageOps.exif_transpose(image)
    upright.thumbnail((SIDE_MAX, SIDE_MAX))
    return upright


def _write(image: Image.Image, media_type: str) -> bytes:
    if image.mode not in MODES[media_type]:
        image = image.convert("RGB")
    # What `save` would write again by itself: EXIF, comments, colour profiles, texts.
    image.info = {key: value for key, value in image.info.items() if key == "transparency"}
    written = BytesIO()
    if media_type == "image/jpeg":
        image.save(written, "JPEG", quality=QUALITY)
    else:
        image.save(written, "PNG")
    return written.getvalue()
