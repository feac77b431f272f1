"""Phone numbers as people type them, and as we keep them."""

import re
import unicodedata

import phonenumbers

TYPED = re.compile(r"[0-9+() .\-\u2010-\u2015]{11,32}")
CHINESE_MOBILE = re.compile(r"1[3-9]\d{9}")


def normalise_phone(text: str) -> str | None:
    """`text` in E.164 ("+8613800000001"), or None unless it is a Chinese mobile number.

    Full-width digits, blanks, hyphens and the prefixes 86, +86 and 0086 are understood. `phonenumbers` alone
    also accepts fixed lines such as "010-12345", so the mobile range (1[3-9] and nine digits) is checked
    beside it.
    """
    typed = unicodedata.normalize("NFKC", text).strip()
    if not TYPED.fullmatch(typed):
        return None
    try:
        number = phonenumbers.parse(typed, "CN")
    except phonenumbers.NumberParseException:
        return None
    national = str(number.national_number)
    is_mobile = (
        number.country_code == 86 and CHINESE_MOBILE.fullmatch(national) and not number.italian_leading_zero
    )
    if not is_mobile or not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def mask_phone(phone: str) -> str:
    """An E.164 number as its owner recognises it and nobody else can call it: "138****0001"."""
    national = phone.removeprefix("+86")
    return f"{national[:3]}****{national[-4:]}"
