"""Triggers, steps and texts as content and the API carry them."""

from backend.reminders.rules.triggers import (
    Birthday,
    Festival,
    Match,
    OfRecord,
    Recurring,
    Span,
    Step,
    Text,
    Trigger,
    Yearly,
)

__all__ = [
    "Birthday",
    "Festival",
    "Match",
    "OfRecord",
    "Recurring",
    "Span",
    "Step",
    "Text",
    "Trigger",
    "Yearly",
]
