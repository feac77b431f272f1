"""Bytes as text: UTF-8, and what else was sent is told by name."""

from backend.registers.errors import WrongEncoding

BOM = b"\xef\xbb\xbf"
# What other files begin with: UTF-16 of either order, gzip, and zip, as which spreadsheets are stored.
FOREIGN = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16", b"\x1f\x8b": "gzip", b"PK": "zip"}


def decode(block: bytes) -> str:
    """The text in `block`; WrongEncoding, with what it seems to be, unless it is UTF-8."""
    try:
        return block.decode()
    except UnicodeDecodeError:
        raise WrongEncoding(guess_encoding(block)) from None


def guess_encoding(block: bytes) -> str:
    """What some lines of bytes that are no UTF-8 seem to be; no byte of a line end is half a character."""
    for beginning, name in FOREIGN.items():
        if block.startswith(beginning):
            return name
    try:
        text = block.decode("gb18030")
    except UnicodeDecodeError:
        return "unknown"
    return "GB18030" if any("\u4e00" <= letter <= "\u9fff" for letter in text) else "unknown"


def hides_nothing(text: str) -> bool:
    """Whether some lines hold nothing but what prints, so that no field of them needs a look."""
    return text.replace("\n", "").replace("\r", "").isprintable()
