"""What people write into notes and answers, made safe to show."""

import unicodedata
from typing import TypeVar

from backend.core.problems import FieldError, InvalidRequest

T = TypeVar("T")
# Line breaks and tabs may stand in a text; other control characters, and those that turn text around, not.
ALLOWED = frozenset("\n\t")
TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def is_clean(text: str) -> bool:
    """Whether `text` has no control characters and none that change the direction of what follows."""
    return not any(
        (unicodedata.category(character) in ("Cc", "Cs") and character not in ALLOWED) or character in TURNING
        for character in text
    )


def clean_note(text: str | None, pointer: str) -> str | None:
    """`text` in NFC without blanks around it; None for nothing; InvalidRequest when it hides something."""
    if text is None:
        return None
    if not is_clean(text):
        raise InvalidRequest(errors=[FieldError(pointer, "It holds characters that cannot be shown.")])
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n")).strip() or None
