"""Resident ID numbers (公民身份号码): what can be told from the eighteen characters alone."""

import unicodedata
from dataclasses import dataclass
from datetime import date

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_CHARACTERS = "10X98765432"
AGE_MAX_YEARS = 130
# The provinces, then residents from Hong Kong, Macao and Taiwan; foreigners' numbers begin with 9.
PROVINCES = frozenset(
    {11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46}
    | {50, 51, 52, 53, 54, 61, 62, 63, 64, 65, 71, 81, 82, 83}
)
# An area code of Langfang that nobody has: made-up people live there.
SYNTHETIC_AREA = "131099"


@dataclass(frozen=True)
class IdNumber:
    """A number that may exist; only the register knows whether it does."""

    text: str
    born_on: date
    is_synthetic: bool


def check_character(digits: str) -> str:
    """The last character that belongs to the first seventeen digits (GB 11643, ISO 7064 MOD 11-2)."""
    return CHECK_CHARACTERS[
        sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=True)) % 11
    ]


def parse_id_number(text: str, today: date) -> IdNumber | None:
    """The number in `text`, or None when no person can have it.

    Eighteen characters with the right check character, a known province and a birth date that exists, is not
    after `today` and not more than 130 years before it. Blanks, full-width characters and a small x are
    understood.
    """
    number = "".join(unicodedata.normalize("NFKC", text).upper().split())
    digits = number[:17]
    if len(number) != 18 or not (digits.isascii() and digits.isdigit()):
        return None
    if number[17] != check_character(digits):
        return None
    if int(digits[:2]) not in PROVINCES and digits[0] != "9":
        return None
    try:
        born_on = date(int(digits[6:10]), int(digits[10:12]), int(digits[12:14]))
    except ValueError:
        return None
    if born_on > today or today.year - born_on.year > AGE_MAX_YEARS:
        return None
    return IdNumber(number, born_on, digits.startswith(SYNTHETIC_AREA))
