"""One-time passwords: how they are made, compared, and when they stop."""

import hmac
import secrets
import unicodedata
from datetime import datetime, timedelta
from typing import Literal

LENGTH = 6
TRIES_MAX = 5
LIFETIME = timedelta(minutes=5)
RESEND_AFTER = timedelta(minutes=1)
# How long an answer that got lost on its way can be had again.
REPEAT_WITHIN = timedelta(seconds=30)

State = Literal["open", "just-answered", "over"]


def make_password() -> str:
    """Six digits from the system's random source."""
    return f"{secrets.randbelow(10**LENGTH):0{LENGTH}d}"


def read_password(text: str) -> str:
    """`text` as the digits that were meant: full-width digits and blanks are understood."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def is_same(given: str, expected: str) -> bool:
    """Whether two secrets are equal, in a time that does not tell where they differ."""
    return hmac.compare_digest(given.encode(), expected.encode())


def state(*, expires_at: datetime, tries: int, answered_at: datetime | None, now: datetime) -> State:
    """Whether a sign-in still takes a password.

    "just-answered" takes the same password again for 30 seconds, for a caller whose answer was lost; "over"
    takes none.
    """
    if tries >= TRIES_MAX:
        return "over"
    if answered_at is not None:
        return "just-answered" if now < answered_at + REPEAT_WITHIN else "over"
    return "open" if now < expires_at else "over"
