"""Files as people and attackers hand them in."""

import zlib
from io import BytesIO

from PIL import Image


def photo(width: int = 80, height: int = 40, kind: str = "JPEG", *, orientation: int = 1) -> bytes:
    """A picture, red at its left and blue at its right as it is stored; with the place where it was taken."""
    image = Image.new("RGB", (width, height), "red")
    image.paste("blue", (width // 2, 0, width, height))
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = "SECRET-PLACE"
    written = BytesIO()
    image.save(written, kind, exif=exif)
    return written.getvalue()


def pdf(inside: bytes = b"", *, packed: bytes | None = None, filter_: bytes = b"/FlateDecode") -> bytes:
    """A PDF of one empty page, with an object `inside` and perhaps one that is packed."""
    body = b"%PDF-1.7\n1 0 obj <</Type /Catalog /Pages 2 0 R " + inside + b">> endobj\n"
    body += b"2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj\n"
    body += b"3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 200 200]>> endobj\n"
    if packed is not None:
        stream = zlib.compress(packed)
        body += b"4 0 obj\n<</Type /ObjStm /N 1 /First 4 /Filter " + filter_ + b">>\nstream\n"
        body += stream + b"\nendstream endobj\n"
    return body + b"trailer <</Root 1 0 R>>\nstartxref\n0\n%%EOF\n"
