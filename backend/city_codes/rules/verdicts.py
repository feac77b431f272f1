"""When a code counts, and why it does not."""

from collections.abc import Mapping
from typing import Literal

from backend.city_codes.rules.live_codes import LiveCode, read_by_public_key
from backend.places.schemas.catalogue import Reason

# Clocks of our own machines differ by less.
CLOCK_SKEW_SECONDS = 5
# The longest lifetime that settings allow.
LIFETIME_SECONDS_MAX = 300

Result = Literal["accepted", "refused"]


def judge_time(issued_at: float, expires_at: float, now: float) -> Reason | None:
    """Why a code of this time does not count at `now` (all in seconds since 1970), or None when it does."""
    if issued_at > now + CLOCK_SKEW_SECONDS:
        return "not-yet-valid"
    if now >= expires_at:
        return "expired"
    return None


def judge_offline(
    text: str, scene: str, level: int, keys: Mapping[str, bytes], now: float, is_stale: bool = False
) -> tuple[Reason | None, LiveCode | None]:
    """Why a live code does not count at a reader without a network, which has the good public `keys`.

    Such a reader cannot open the cid, so it learns nothing of the holder, and of the time only the end.
    `is_stale`: what it holds is too old to tell anything of a code that is spelt as ours are.
    """
    code = read_by_public_key(text, keys)
    if code is None:
        return "not-valid", None
    if is_stale:
        return "reader-stale", code
    if code.expires_at > now + LIFETIME_SECONDS_MAX + CLOCK_SKEW_SECONDS:
        return "not-yet-valid", code
    if now >= code.expires_at:
        return "expired", code
    if code.scene != scene:
        return "wrong-scene", code
    return ("wrong-venue" if level > 1 else None), code


def refresh_after(lifetime_seconds: int) -> float:
    """Seconds after which the holder's phone asks for the next code: two thirds of the lifetime."""
    return lifetime_seconds * 2 / 3
