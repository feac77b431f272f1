"""What a file is by its content, what it may be called, and what is kept of it."""

import unicodedata
from typing import Literal, NamedTuple

from backend.applications.errors import WrongKindOfFile
from backend.applications.rules.documents import check_document
from backend.applications.rules.pictures import redraw

MediaType = Literal["image/jpeg", "image/png", "application/pdf"]
Short = Literal["jpeg", "png", "pdf"]

MEDIA_TYPES: dict[Short, MediaType] = {"jpeg": "image/jpeg", "png": "image/png", "pdf": "application/pdf"}
ENDINGS: dict[MediaType, str] = {"image/jpeg": ".jpg", "image/png": ".png", "application/pdf": ".pdf"}
NAMELESS: dict[MediaType, str] = {"image/jpeg": "照片", "image/png": "图片", "application/pdf": "文件"}
BEGINNINGS: tuple[tuple[bytes, MediaType], ...] = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"%PDF-", "application/pdf"),
)
NAME_MAX = 100
# Separators of paths, and what Windows and shells take for more than a letter.
FORBIDDEN = frozenset('\\/:*?"<>|')


class Kept(NamedTuple):
    """What is kept of a file."""

    media_type: MediaType
    content: bytes


def keep(content: bytes, accept: list[MediaType]) -> Kept:
    """`content` as it is kept: a picture drawn anew, upright and with nothing but its pixels; a PDF as it is.

    WrongKindOfFile when it is none of `accept`, whatever it is called; UnusableFile when it is broken, too
    large to draw, or a PDF that does more than show pages.
    """
    media_type = sniff(content)
    if media_type is None or media_type not in accept:
        raise WrongKindOfFile(accept=accept)
    if media_type == "application/pdf":
        check_document(content)
        return Kept(media_type, content)
    return Kept(media_type, redraw(content, media_type))


def sniff(content: bytes) -> MediaType | None:
    """What `content` is by its first bytes, or None."""
    for beginning, media_type in BEGINNINGS:
        if content.startswith(beginning):
            return media_type
    return None


def clean_file_name(text: str, media_type: MediaType) -> str:
    """A name that is safe to show and to save under: no path, no hidden characters, and the right ending."""
    last = text.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(
        " " if character.isspace() else character
        for character in unicodedata.normalize("NFC", last)
        if character.isspace() or (unicodedata.category(character)[0] != "C" and character not in FORBIDDEN)
    )
    stem, dot, ending = shown.rpartition(".")
    stem = stem if dot and len(ending) <= 5 else shown
    return (" ".join(stem.split()).strip(". ")[:NAME_MAX] or NAMELESS[media_type]) + ENDINGS[media_type]
