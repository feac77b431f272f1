"""What a venue learns of a holder: an age band, a fare, a yes, and a name for its organisation alone."""

import hmac
from collections.abc import Callable
from datetime import date

AGE_BANDS = ((6, "under-6"), (18, "6-17"), (60, "18-59"), (65, "60-64"), (80, "65-79"))
OLDEST_BAND = "80-up"
ADULT_AGE = 18
SENIOR_AGE = 65
# 80 bits: ten million holders of one organisation meet with a chance of one in ten thousand million.
PSEUDONYM_BYTES = 10


def age_on(born_on: date, day: date) -> int:
    """Full years (周岁) on `day`; who was born on 29 February has a birthday on 1 March in other years."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def describe_holder(attributes: tuple[str, ...], born_on: date, day: date) -> dict[str, str | bool]:
    """The values of `attributes` for a holder born on `born_on`, on `day` in China."""
    age = age_on(born_on, day)
    return {name: DESCRIPTIONS[name](age) for name in attributes}


def band_of(born_on: date, day: date) -> int:
    """The holder's age band as a carried code has it, from 1 (the youngest) to 6."""
    age = age_on(born_on, day)
    return 1 + sum(age >= limit for limit, _ in AGE_BANDS)


def describe_bands(attribute: str) -> list[str | bool]:
    """The value of `attribute` for each age band, from band 1 on."""
    youngest = (0, *(limit for limit, _ in AGE_BANDS))
    return [DESCRIPTIONS[attribute](age) for age in youngest]


def make_pseudonym(key: bytes, organisation: bytes, number: int) -> str:
    """The holder's name at one organisation: the same at every visit, and nothing to any other."""
    return hmac.digest(key, organisation + number.to_bytes(5), "sha256")[:PSEUDONYM_BYTES].hex()


def _age_band(age: int) -> str:
    return next((name for limit, name in AGE_BANDS if age < limit), OLDEST_BAND)


def _fare_class(age: int) -> str:
    return "child" if age < ADULT_AGE else "senior" if age >= SENIOR_AGE else "adult"


DESCRIPTIONS: dict[str, Callable[[int], str | bool]] = {
    "age-band": _age_band,
    "fare-class": _fare_class,
    "is-adult": lambda age: age >= ADULT_AGE,
    "is-senior": lambda age: age >= SENIOR_AGE,
    "identity-confirmed": lambda _: True,
}
