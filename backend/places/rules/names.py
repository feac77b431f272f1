"""Names as people type them, made safe to show: visible characters only."""

import unicodedata

from backend.places.errors import InvalidCreditCode, InvalidName

NAME_MAX = 60
REASON_MAX = 200

# Control, format (bidirectional, zero-width), surrogate, private, unassigned; line and paragraph breaks.
HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
# A letter carries at most this many marks; longer piles are only there to cover other lines.
MARKS_MAX = 4

CREDIT_DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CREDIT_LENGTH = 18


def clean_name(text: str, limit: int = NAME_MAX) -> str:
    """`text` in NFC, trimmed; InvalidName when empty, over `limit` or with hidden characters."""
    cleaned = unicodedata.normalize("NFC", text).strip(" \u3000")
    if not 1 <= len(cleaned) <= limit:
        raise InvalidName
    marks = 0
    for character in cleaned:
        category = unicodedata.category(character)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if category in HIDDEN or marks > MARKS_MAX:
            raise InvalidName
    return cleaned


def clean_credit_code(text: str) -> str:
    """A unified social credit code in capitals; InvalidCreditCode when its check character is wrong.

    GB 32100-2015: weights 3^i mod 31 over the first 17 of its 31 characters (without I, O, S, V, Z).
    """
    code = text.strip().upper()
    if len(code) != CREDIT_LENGTH or any(character not in CREDIT_DIGITS for character in code):
        raise InvalidCreditCode
    total = sum(CREDIT_DIGITS.index(character) * pow(3, i, 31) for i, character in enumerate(code[:-1]))
    if code[-1] != CREDIT_DIGITS[-total % 31]:
        raise InvalidCreditCode
    return code
