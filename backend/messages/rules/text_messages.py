"""How long a text message may be, in what a network counts."""

from backend.messages.rules.wording import Locale

SIGNATURE: dict[Locale, str] = {"zh-CN": "【一码】", "en": "Yima: "}

# GSM 03.38: the basic alphabet, and what takes two septets of it.
BASIC = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = set("^{}\\[~]|€\f")
# Of one message alone, and of each part of several.
SEPTETS, SEPTETS_EACH = 160, 153
UNITS, UNITS_EACH = 70, 67
PARTS_MAX = 2


def count_parts(text: str) -> int:
    """How many parts a network cuts `text` into: GSM-7 where its letters allow it, else UCS-2."""
    if set(text) <= BASIC | EXTENDED:
        length = len(text) + sum(letter in EXTENDED for letter in text)
        return 1 if length <= SEPTETS else -(-length // SEPTETS_EACH)
    length = len(text.encode("utf-16-be")) // 2
    return 1 if length <= UNITS else -(-length // UNITS_EACH)


def fits(text: str) -> bool:
    """Whether `text`, its signature included, is short enough to be sent at all."""
    return count_parts(text) <= PARTS_MAX


def sign(text: str, locale: Locale) -> str:
    """`text` with the city's signature before it, as networks here want it."""
    return SIGNATURE[locale] + text


def is_short(text: str, locale: Locale) -> bool:
    """Whether content may ask for `text`: Chinese in two parts at most, English in one of GSM-7."""
    signed = sign(text, locale)
    if locale == "en":
        return set(signed) <= BASIC | EXTENDED and count_parts(signed) == 1
    return fits(signed)
