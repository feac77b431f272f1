"""What a record of a reader's is worth, from its own time and the code's."""

from typing import Literal

from backend.credentials.rules.checking import DEGRADED_SECONDS
from backend.credentials.rules.lists import USABLE_SECONDS

Doubt = Literal["late", "off-time"]

# A refusal may be about a code of any age, so its time says nothing.
SLACK_SECONDS = DEGRADED_SECONDS + 30
AHEAD_SECONDS = 300


def doubt_of(at: float, drawn: tuple[float, float], counted: bool, received_at: float) -> Doubt | None:
    """Why a record made `at` (seconds since 1970, by the reader's clock) is doubtful, or None.

    `drawn`: between when the code was good; `counted`: whether the reader accepted it.
    """
    if at > received_at + AHEAD_SECONDS:
        return "off-time"
    if counted and not drawn[0] - SLACK_SECONDS <= at <= drawn[1] + SLACK_SECONDS:
        return "off-time"
    return "late" if at < received_at - USABLE_SECONDS else None
