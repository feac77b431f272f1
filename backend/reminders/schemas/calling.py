"""Whom to call about what."""

import uuid
from datetime import date

import msgspec

from backend.core.problems import Words
from backend.reminders.schemas.views import Shown


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who did not answer a reminder, for the clerk who calls; `state`: whether it still matters."""

    reminder: uuid.UUID
    title: Words
    text: Words
    due_on: date | None
    days_left: int | None
    state: Shown
    told_on: date
    name: str | None
    phone: str | None
