"""When a provider gets nothing for a while."""

from datetime import datetime, timedelta
from typing import Literal

FAILURES_MAX = 3
OPEN_SECONDS, OPEN_SECONDS_MAX = 15, 300
# A provider of whose hand-overs hardly any is reported answers without sending.
SILENT_FROM = 20
SILENT_SHARE = 0.1
SILENT_FOR = timedelta(minutes=10)

Standing = Literal["closed", "trial", "open"]


def standing(open_until: datetime | None, now: datetime) -> Standing:
    """Whether a provider gets everything, one delivery for a trial, or nothing.

    An end that lies further ahead than any breaker stays open comes from a clock that has jumped.
    """
    if open_until is None:
        return "closed"
    if now < open_until <= now + max(timedelta(seconds=OPEN_SECONDS_MAX), SILENT_FOR):
        return "open"
    return "trial"


def open_for(failures: int) -> timedelta | None:
    """For how long a provider gets nothing after so many failures in a row; None while it still does."""
    if failures < FAILURES_MAX:
        return None
    return timedelta(seconds=min(OPEN_SECONDS * 2 ** min(failures - FAILURES_MAX, 10), OPEN_SECONDS_MAX))


def is_silent(handed: int, reported: int) -> bool:
    """Whether a provider that took over so many, and reported so many of them, only says that it sends."""
    return handed >= SILENT_FROM and reported < handed * SILENT_SHARE
