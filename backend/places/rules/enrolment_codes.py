"""Enrolment codes: ten characters that a person can read out, type with one slip noticed, and not guess."""

import secrets
import unicodedata
from datetime import timedelta

# Crockford's base 32: no I, L, O, U. 9 characters are 45 random bits; the tenth checks them.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LOOKALIKES = str.maketrans("OIL", "011", " -\u2010\u2013")
LENGTH = 10
LIFETIME = timedelta(hours=24)


def make_code() -> str:
    """A new code from the system's random source."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return drawn + _check_character(drawn)


def read_code(typed: str) -> str | None:
    """The code that a person meant (small or wide letters, O for 0, I or L for 1); None for a slip."""
    code = unicodedata.normalize("NFKC", typed).upper().translate(LOOKALIKES)
    if len(code) != LENGTH or any(character not in ALPHABET for character in code):
        return None
    return code if code[-1] == _check_character(code[:-1]) else None


def _check_character(drawn: str) -> str:
    """The value of the polynomial `drawn` at x in GF(2^5), modulus x^5 + x^2 + 1.

    Multiplying by x is one to one and of order 31, so every single slip and every swap of two is noticed.
    """
    value = 0
    for character in drawn:
        value ^= ALPHABET.index(character)
        value <<= 1
        if value & 32:
            value ^= 0b100101
    return ALPHABET[value]
