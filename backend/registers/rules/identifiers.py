"""The numbers of residents, firms, vehicles and premises: whether one can be, and how it is written."""

import re
import unicodedata
from datetime import date
from functools import lru_cache

from backend.people.rules.id_numbers import (
    AGE_MAX_YEARS,
    CHECK_CHARACTERS,
    PROVINCES,
    SYNTHETIC_AREA,
    WEIGHTS,
    parse_id_number,
)
from backend.places.errors import InvalidCreditCode
from backend.places.rules.names import clean_credit_code

# A record's subject is found where its number has the same index in another domain's table.
INDEX_FIELDS = {
    "resident": "account.id_number",
    "firm": "firm.credit_code",
    "vehicle": "subject.vehicle",
    "premises": "subject.premises",
}
LENGTH_MAX = 60
ID_NUMBER_WITHIN = re.compile(r"(?<![0-9])[1-9][0-9]{16}[0-9Xx](?![0-9])")

# ISO 3779 and GB 16735: no I, O, Q; the ninth of the seventeen characters checks the others.
VIN = re.compile(r"[0-9A-HJ-NPR-Z]{8}[0-9X][0-9A-HJ-NPR-Z]{8}")
VIN_VALUES = dict(zip("0123456789ABCDEFGHJKLMNPRSTUVWXYZ", "012345678912345678123457923456789", strict=True))
VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
# GA 36: the province, the office, and five to six places; tractors have two digits instead of the letter.
PLATE = re.compile(r"[\u4e00-\u9fff][A-Z0-9]{1,2}-?[A-Z0-9\u4e00-\u9fff]{4,7}")
TITLE = re.compile(r"[0-9A-Z\u4e00-\u9fff()〔〕\[\]-]{6,60}")


def read_identifier(kind: str, text: str, today: date, *, synthetic: bool) -> str | None:
    """The number in `text` as it is kept, or None when no `kind` can have it.

    A resident's ID number (GB 11643; made-up ones only where `synthetic`), a firm's unified social credit
    code (GB 32100), a vehicle's VIN (GB 16735) or plate, a property's title or unit number. Full-width
    characters, blanks and small letters are understood.
    """
    if len(text) > LENGTH_MAX:
        return None
    if kind == "resident":
        return read_id_number(text, today, synthetic)
    typed = "".join(unicodedata.normalize("NFKC", text).upper().split())
    if kind == "firm":
        return _read_credit_code(typed)
    if kind == "vehicle":
        return typed if _is_vin(typed) or PLATE.fullmatch(typed) else None
    return typed if TITLE.fullmatch(typed) else None


def names_person(text: str, today: date) -> bool:
    """Whether an ID number stands in `text`."""
    return any(
        read_id_number(found, today, synthetic=True) is not None for found in ID_NUMBER_WITHIN.findall(text)
    )


def read_id_number(text: str, today: date, synthetic: bool) -> str | None:
    """A resident's number; as `people` reads it, and ten times as fast for one that is written as it should.

    The check sum is linear: area, birth date and the rest add up, and the first two come again and again.
    """
    if len(text) == 18 and text.isascii():
        area, birth = _weigh_area(text[:6]), _weigh_birth(text[6:14], today)
        if area is not None and birth is not None and text[14:17].isdigit():
            rest = int(text[14]) * WEIGHTS[14] + int(text[15]) * WEIGHTS[15] + int(text[16]) * WEIGHTS[16]
            if text[17] == CHECK_CHARACTERS[(area + birth + rest) % 11]:
                return text if synthetic or text[:6] != SYNTHETIC_AREA else None
    number = parse_id_number(text, today)
    if number is None or (number.is_synthetic and not synthetic):
        return None
    return number.text


@lru_cache(maxsize=16_384)
def _weigh_area(text: str) -> int | None:
    if not text.isdigit() or (int(text[:2]) not in PROVINCES and text[0] != "9"):
        return None
    return sum(int(digit) * weight for digit, weight in zip(text, WEIGHTS, strict=False))


@lru_cache(maxsize=65_536)
def _weigh_birth(text: str, today: date) -> int | None:
    try:
        born_on = date(int(text[:4]), int(text[4:6]), int(text[6:8])) if text.isdigit() else None
    except ValueError:
        return None
    if born_on is None or born_on > today or today.year - born_on.year > AGE_MAX_YEARS:
        return None
    return sum(int(digit) * weight for digit, weight in zip(text, WEIGHTS[6:14], strict=True))


@lru_cache(maxsize=16_384)
def _read_credit_code(text: str) -> str | None:
    try:
        return clean_credit_code(text)
    except InvalidCreditCode:
        return None


def _is_vin(text: str) -> bool:
    if not VIN.fullmatch(text):
        return False
    total = sum(
        int(VIN_VALUES[character]) * weight for character, weight in zip(text, VIN_WEIGHTS, strict=True)
    )
    return text[8] == "0123456789X"[total % 11]
