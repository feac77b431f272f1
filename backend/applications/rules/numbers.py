"""Numbers of applications, to be read aloud and typed: LF2611-4K7D-3XQ2."""

import unicodedata
from datetime import date

PREFIX = "LF"
# Crockford's base 32: no I, L, O and U, which are misread or spell words.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
MISREAD = str.maketrans("ILO", "110")
DRAWN = 6
DRAWS = len(ALPHABET) ** DRAWN
# A prime below 32²: two check characters tell every wrong character and every two that changed places.
MODULUS = 1021
BLANKS = str.maketrans("", "", " -‐‑‒–—")


def write(day: date, drawn: int) -> str:
    """The number of an application that was begun on `day`; `drawn` is a random integer below DRAWS."""
    return _group(f"{day:%y%m}" + _base32(drawn, DRAWN))


def read(text: str) -> str | None:
    """The number in `text` as we write it, or None; case, blanks and hyphens do not matter."""
    typed = unicodedata.normalize("NFKC", text).upper().translate(BLANKS)
    body = typed.removeprefix(PREFIX).translate(MISREAD)
    if not typed.startswith(PREFIX) or len(body) != 4 + DRAWN + 2 or set(body) - set(ALPHABET):
        return None
    if not body[:4].isdigit() or body[-2:] != _check(body[:-2]):
        return None
    return _group(body[:-2])


def _group(body: str) -> str:
    return f"{PREFIX}{body[:4]}-{body[4:8]}-{body[8:]}{_check(body)}"


def _check(body: str) -> str:
    value = 0
    for character in body:
        value = (value * len(ALPHABET) + ALPHABET.index(character)) % MODULUS
    return _base32(value, 2)


def _base32(value: int, length: int) -> str:
    text = ""
    for _ in range(length):
        value, digit = divmod(value, len(ALPHABET))
        text = ALPHABET[digit] + text
    return text
