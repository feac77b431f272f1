"""When a code counts, and why it does not."""

from typing import Literal

from backend.places.schemas.catalogue import Reason

# Clocks of our own machines differ by less.
CLOCK_SKEW_SECONDS = 5

Result = Literal["accepted", "refused"]


def judge_time(issued_at: float, expires_at: float, now: float) -> Reason | None:
    """Why a code of this time does not count at `now` (all in seconds since 1970), or None when it does."""
    if issued_at > now + CLOCK_SKEW_SECONDS:
        return "not-yet-valid"
    if now >= expires_at:
        return "expired"
    return None


def refresh_after(lifetime_seconds: int) -> float:
    """Seconds after which the holder's phone asks for the next code: two thirds of the lifetime."""
    return lifetime_seconds * 2 / 3
