"""Codes in a camera's pictures."""

import warnings
from pathlib import Path

import zxingcpp
from PIL import Image

from backend.reader.problems import PictureUnreadable

FILE_BYTES_MAX = 20_000_000
PIXELS_MAX = 50_000_000
SMALL_PIXELS = 600


def read_picture(path: Path) -> str | None:
    """The text of the first QR code in a picture, or None; PictureUnreadable when it is no picture."""
    try:
        if path.stat().st_size > FILE_BYTES_MAX:
            raise PictureUnreadable
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path) as picture:
                if picture.width * picture.height > PIXELS_MAX:
                    raise PictureUnreadable
                grey = picture.convert("L")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PictureUnreadable from None
    text = _read(grey)
    if text is None and max(grey.size) < SMALL_PIXELS:
        # zxing-cpp looks at one pixel for each module; between more pixels the noise is evened out.
        text = _read(grey.resize((2 * grey.width, 2 * grey.height), Image.Resampling.BICUBIC))
    return text


def _read(picture: Image.Image) -> str | None:
    found = zxingcpp.read_barcode(picture, formats=zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode]))
    return found.text if found else None
