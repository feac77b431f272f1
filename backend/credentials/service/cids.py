"""The city's own key for the ids of codes: one for each day, derived and never stored."""

from datetime import date
from functools import lru_cache

from backend.core import sealing
from backend.credentials.rules.cids import EPOCH, DayCipher, make_cipher


@lru_cache(maxsize=16)
def day_cipher(day: int) -> DayCipher:
    """The city's cipher for the cids of `day` (days since 1970)."""
    return make_cipher(sealing.derive_key(f"city-code.cid.{day}", 16))


@lru_cache(maxsize=16)
def as_date(day: int) -> date:
    """`day` since 1970 as a date."""
    return date.fromordinal(EPOCH.toordinal() + day)
