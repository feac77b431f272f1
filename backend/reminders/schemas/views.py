"""Reminders as the person who was told sees them."""

import uuid
from datetime import date, datetime
from typing import Literal

import msgspec

from backend.core.problems import Words

Mark = Literal["V", "Vg", "G"]
Category = Literal["certificate", "business", "benefit", "greeting", "city"]
# open: told and not over; answered: by the person; over: stopped since, or no longer due.
Shown = Literal["open", "answered", "over"]
Answer = Literal["done", "not-needed", "later"]


class Action(msgspec.Struct, frozen=True, kw_only=True):
    """What to do about it: a service to apply for, or a page of the portal."""

    service: str | None
    path: str | None
    title: Words


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A reminder in one's list; `due_on`: by when it is to be done, null where nothing is missed later.

    `days_left` is negative once it is late.
    """

    id: uuid.UUID
    scenario: str
    category: Category
    title: Words
    text: Words
    due_on: date | None
    days_left: int | None
    action: Action | None
    told_at: datetime
    state: Shown
    answer: Answer | None


class Rule(msgspec.Struct, frozen=True):
    """A rule behind a reminder, and how sure it is: read in the law (V), in a guide (Vg), or assumed (G)."""

    title: str
    article: str | None
    source: str | None
    mark: Mark


class Known(msgspec.Struct, frozen=True):
    """A fact that a reminder rests on, from which register, and as of when."""

    title: Words
    value: Words
    as_of: datetime
    source_title: Words


class Why(msgspec.Struct, frozen=True, kw_only=True):
    """Why one was told: by which rule, whose, from which facts, and when."""

    rule: list[Rule]
    department_title: Words
    facts: list[Known]
    version: int
    told_on: date
    mark: Mark


class Reminder(Line, frozen=True, kw_only=True):
    """A reminder with why one gets it; `next_on`: when one is told again, unless it is settled by then.

    `application`: what was begun from it and goes on, while the reminder is open.
    """

    why: Why
    next_on: date | None
    application: uuid.UUID | None


class Begun(msgspec.Struct, frozen=True):
    """The application that was begun from a reminder."""

    application: uuid.UUID
