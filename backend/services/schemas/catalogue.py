"""The catalogue as the API gives it."""

from typing import Any

import msgspec

from backend.core.problems import Words
from backend.services.schemas.service import Audience, Channel, Legal, Level, Material


class ServiceCard(msgspec.Struct, frozen=True, kw_only=True):
    """A service in a list."""

    id: str
    title: Words
    summary: Words
    department: str
    department_title: Words
    level: Level
    audience: Audience
    life_events: list[str]
    online: bool
    cost_fen: int
    working_days: int


class ServiceList(msgspec.Struct, frozen=True):
    """Services in an order; `next` begins the following page."""

    items: list[ServiceCard]
    next: str | None = None


class FieldView(msgspec.Struct, frozen=True, kw_only=True):
    """How a field is shown; what it takes stands in the form's schema.

    `show_when`: a condition on the answers to fields before it.
    """

    name: str
    label: Words
    hint: Words | None
    section: Words | None
    options: list["OptionView"]
    widget: str
    required: bool
    prefill: str | None
    prefill_title: Words | None
    show_when: dict[str, Any] | None


class OptionView(msgspec.Struct, frozen=True):
    """One thing to choose."""

    id: str
    title: Words


class Form(msgspec.Struct, frozen=True):
    """A form: one JSON Schema (2020-12) for all answers, and the fields as they are shown, in order."""

    schema: dict[str, Any]
    ui: list[FieldView]


class ServiceView(msgspec.Struct, frozen=True, kw_only=True):
    """A service, whole."""

    id: str
    title: Words
    official_title: str
    summary: Words
    department: str
    department_title: Words
    level: Level
    audience: Audience
    life_events: list[str]
    channels: list[Channel]
    cost_fen: int
    cost: Words
    working_days: int
    legal_working_days: int | None
    legal: list[Legal]
    mark: str
    materials: list[Material]
    certificate: Words | None
    withdrawable: bool
    form: Form


class Eligibility(msgspec.Struct, frozen=True):
    """Whether a service is for somebody (null: registers don't tell), and the facts that this was told by."""

    fits: bool | None
    facts: list[Words]


class LifeEventCard(msgspec.Struct, frozen=True, kw_only=True):
    """A life event, with how many services there are for it."""

    id: str
    title: Words
    summary: Words
    icon: str
    audience: Audience
    services: int


class LifeEvents(msgspec.Struct, frozen=True):
    """All of them, in order."""

    items: list[LifeEventCard]
