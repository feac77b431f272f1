"""Spoken numbers: nineteen random digits and one that checks them (ISO 7064, MOD 11,10)."""

import re
import secrets

LENGTH = 20
DIGITS = re.compile(r"[0-9]{20}")
SEPARATORS = str.maketrans("", "", " -")


def make_number() -> str:
    """A new number from the system's random source: 63 bits."""
    drawn = f"{secrets.randbelow(10 ** (LENGTH - 1)):0{LENGTH - 1}}"
    return drawn + _check_digit(drawn)


def read_number(typed: str) -> str | None:
    """The number that somebody typed, in groups or not; None for a slip, which the last digit shows."""
    digits = typed.translate(SEPARATORS)
    if not DIGITS.fullmatch(digits):
        return None
    return digits if digits[-1] == _check_digit(digits[:-1]) else None


def is_spoken(text: str) -> bool:
    """Whether `text` may be a spoken number at all: no other code begins with a digit."""
    return text[:1].isdecimal()


def _check_digit(drawn: str) -> str:
    """Notices every single wrong digit, and nearly every swap of two neighbours."""
    product = 10
    for digit in drawn:
        total = (product + int(digit)) % 10 or 10
        product = total * 2 % 11
    return str((11 - product) % 10)
