"""A policy (惠民政策) as content and the API have it: for whom it is, as a condition."""

from datetime import date
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from backend.conditions.schemas import Condition
from backend.content import Line, Record, Slug
from backend.messages.schemas.kinds import Title
from backend.registers.schemas.register import Mark
from backend.reminders.schemas.scenario import Action, Checked, Law, Said, Sensitivity, Sms
from backend.reminders.schemas.trigger import Text


class Case(Record, frozen=True, kw_only=True):
    """Somebody whom a policy is for, or not."""

    title: Line
    facts: dict[Slug, Said | list[Said]] = msgspec.field(default_factory=dict)
    about: dict[Slug, Said | list[Said]] = msgspec.field(default_factory=dict)
    today: date | None = None
    matches: bool


class Policy(Record, frozen=True, kw_only=True):
    """What the city gives to those for whom `when` is true; each of them is told once for each version."""

    version: Annotated[int, Meta(ge=1, le=10_000)] = 1
    title: Title
    summary: Text
    department: Slug
    audience: Literal["resident", "firm"]
    when: Condition
    text: Text
    sms: Sms | None = None
    sensitivity: Sensitivity
    action: Action | None = None
    effective_from: date | None = None
    effective_to: date | None = None
    legal: Annotated[tuple[Law, ...], Meta(max_length=12)]
    mark: Mark
    checked: Checked | None = None
    note: Line | None = None
    examples: Annotated[tuple[Case, ...], Meta(max_length=12)] = ()
