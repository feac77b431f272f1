"""What firms' routes take and give."""

import uuid
from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from backend.people.schemas import PhoneText

Role = Literal["legal", "agent"]


class NewFirm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The firm that one represents, by the code on its business licence."""

    credit_code: Annotated[str, Meta(max_length=40)]


class Firm(msgspec.Struct, frozen=True, kw_only=True):
    """A firm that one may act for."""

    id: uuid.UUID
    name: str
    credit_code: str
    division: str | None
    role: Role
    added_at: datetime


class Firms(msgspec.Struct, frozen=True):
    """All of them."""

    items: list[Firm]


class NewAgent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody who shall act for the firm, by phone."""

    phone: PhoneText


class Agent(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who may act for a firm."""

    id: uuid.UUID
    role: Role
    name_masked: str | None
    phone_masked: str
    added_at: datetime


class Agents(msgspec.Struct, frozen=True):
    """Everybody who may act for a firm, its legal representative first."""

    items: list[Agent]
