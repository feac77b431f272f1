"""PDF files that show pages and do nothing else (ISO 32000-1)."""

import re
import zlib
from collections.abc import Iterator

from backend.applications.errors import UnusableFile

HEADER = re.compile(rb"%PDF-[12]\.\d")
END = b"%%EOF"
END_WITHIN = 2048
# Packed objects are unpacked to be looked at: no more than this in all, and not from more streams.
UNPACKED_BYTES_MAX = 32 * 1024 * 1024
STREAMS_MAX = 2_000

# Names of what runs, starts, sends or carries something along (7.6, 7.11.4, 12.6.4, 13), and of encryption,
# behind which nobody can look. Short ones would turn up in pictures by chance: /JS never stands without
# /JavaScript.
ACTIVE = re.compile(
    rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData|Encrypt)(?![A-Za-z0-9_])"
    rb"|/XFA\s*[\[0-9]"
)
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
STREAM = re.compile(rb"stream\r?\n")
PACKED = re.compile(rb"/ObjStm(?![A-Za-z0-9_])")
FLATE = re.compile(rb"/Filter\s*(?:/FlateDecode|/Fl|\[\s*/FlateDecode\s*\])(?![A-Za-z0-9_])")
DICTIONARY_MAX = 2_048


def check_document(content: bytes) -> None:
    """Nothing for a whole PDF that only shows pages; else UnusableFile that says why."""
    if not HEADER.match(content) or END not in content[-END_WITHIN:]:
        raise UnusableFile("The PDF is broken or not complete.")
    plain = _plain(content)
    _refuse_active(plain)
    packed, left = len(PACKED.findall(plain)), UNPACKED_BYTES_MAX
    if packed > STREAMS_MAX:
        raise UnusableFile("The PDF unpacks to too much.")
    for start, head in _find_packed(content):
        objects = _unpack(memoryview(content)[start:], head, left)
        packed, left = packed - 1, left - len(objects)
        if left <= 0:
            raise UnusableFile("The PDF unpacks to too much.")
        _refuse_active(_plain(objects))
    if packed:
        raise UnusableFile("The PDF is packed in a way that we cannot look into.")


def _find_packed(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Where each stream of packed objects begins, and its dictionary."""
    for found in STREAM.finditer(content):
        head = content[max(0, found.start() - DICTIONARY_MAX) : found.start()]
        head = _plain(head[head.rfind(b"endobj") + 1 :])
        if PACKED.search(head):
            yield found.end(), head


def _refuse_active(plain: bytes) -> None:
    found = ACTIVE.search(plain)
    if found:
        raise UnusableFile(f"The PDF does more than show pages: it has {found[0].decode()}.")


def _plain(raw: bytes) -> bytes:
    """Names may hide letters: /J#61vaScript (7.3.5)."""
    return ESCAPED.sub(lambda escaped: bytes([int(escaped[1], 16)]), raw)


def _unpack(stream: memoryview, head: bytes, limit: int) -> bytes:
    if b"/Filter" in head and (not FLATE.search(head) or b"/Predictor" in head):
        raise UnusableFile("The PDF is packed in a way that we cannot look into.")
    if b"/Filter" not in head:
        return bytes(stream[:limit]).partition(b"endstream")[0]
    try:
        return zlib.decompressobj().decompress(stream, limit)
    except zlib.error:
        raise UnusableFile("The PDF is broken or not complete.") from None
