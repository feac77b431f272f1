"""Whether a certificate is good on a day."""

from datetime import date, timedelta
from typing import Literal

State = Literal["valid", "ending", "ended", "long-term"]

ENDING = timedelta(days=90)


def tell_state(valid_to: date | None, today: date) -> State:
    """`valid_to` is the last good day; none is good for ever, and one within 90 days is ending."""
    if valid_to is None:
        return "long-term"
    if valid_to < today:
        return "ended"
    return "ending" if valid_to <= today + ENDING else "valid"
