"""A policy, whole."""

from datetime import datetime

import msgspec

from backend.reminders.schemas.operating import PolicyLine
from backend.reminders.schemas.policy import Policy


class PolicyView(PolicyLine, frozen=True, kw_only=True):
    """A policy with its definition, as it may be sent again; `can_change`: it is not the city's content."""

    definition: Policy
    can_change: bool
    live_at: datetime | None


class PolicyKey(msgspec.Struct, frozen=True):
    """What is kept for a repeated request."""

    id: str
