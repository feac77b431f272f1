"""QR codes of addresses, as pictures that a page carries in itself."""

from base64 import b64encode
from functools import lru_cache
from io import BytesIO

import qrcode
from qrcode.image.svg import SvgPathImage


@lru_cache(maxsize=32)
def draw_link(address: str) -> str:
    """A QR code of `address` as a data: URL of an SVG."""
    picture = BytesIO()
    qrcode.make(address, image_factory=SvgPathImage, border=2).save(picture)
    return f"data:image/svg+xml;base64,{b64encode(picture.getvalue()).decode()}"
