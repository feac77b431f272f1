"""Whether a reader saw a credential before: in each quarter minute it counts once, and it never goes back."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Literal, NamedTuple

from backend.credentials.rules.carried_codes import CarriedCode

# A cap counts by the day in China, which has had one zone and no summer time since 1992.
CHINA = timezone(timedelta(hours=8))


class Use(NamedTuple):
    """The last accepted show of one credential at a reader, and how many there were on its `day`."""

    slot: int
    counter: int
    day: date
    shows: int


def judge_use(
    code: CarriedCode, last: Use | None, cap: int, now: float
) -> Literal["replayed", "over-limit"] | None:
    """Why `code` does not count after `last`, with at most `cap` shows of a credential in a day."""
    if last is not None and (code.slot <= last.slot or code.counter <= last.counter):
        return "replayed"
    if cap <= (last.shows if last is not None and last.day == day_of(now) else 0):
        return "over-limit"
    return None


def note_use(code: CarriedCode, last: Use | None, now: float) -> Use:
    """What to remember once `code` was accepted."""
    day = day_of(now)
    shows = last.shows if last is not None and last.day == day else 0
    return Use(code.slot, code.counter, day, shows + 1)


def day_of(now: float) -> date:
    """The day in China at `now` (seconds since 1970)."""
    return datetime.fromtimestamp(now, UTC).astimezone(CHINA).date()
