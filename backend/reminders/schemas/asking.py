"""What residents and operators send."""

from datetime import date
from typing import Literal

import msgspec

from backend.conditions.schemas import Condition
from backend.reminders.schemas.views import Answer
from backend.workdays.rules.calendars import FIRST, LAST


class GivenAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one says about a reminder: it is done, it does not concern one, or: remind me again."""

    answer: Answer


class DryRun(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """For which day of the years that calendars know; without one, for today."""

    on: date | None = None

    def __post_init__(self) -> None:
        """A day from 2000 to 2050."""
        if self.on is not None and not FIRST <= self.on <= LAST:
            raise ValueError(f"a day from {FIRST} to {LAST} is needed")


class Switch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whether it tells people."""

    live: bool


class Asked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whom a condition reaches."""

    when: Condition


class GivenState(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What becomes of a policy: from now on it is matched with everybody, or no longer."""

    state: Literal["live", "ended"]
