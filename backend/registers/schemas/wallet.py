"""Certificates as their holders see them."""

import uuid
from datetime import date, datetime
from typing import Literal

import msgspec

from backend.content import Bilingual
from backend.core.problems import Words
from backend.registers.rules.validity import State


class Line(msgspec.Struct, frozen=True):
    """One fact on a certificate."""

    title: Bilingual
    value: Words


class Holder(msgspec.Struct, frozen=True):
    """Whose it is: one's own, a child's (the name masked), or a firm's."""

    kind: Literal["me", "child", "firm"]
    name: str | None = None


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """One certificate; `origin`: whether the department or an application here brought it.

    `issuer`: as the certificate says, else its department.
    """

    register: str
    record: uuid.UUID
    title: Bilingual
    department: str
    issuer: Words
    number_masked: str
    holder: Holder
    valid_from: date | None
    valid_to: date | None
    state: State
    as_of: datetime
    origin: Literal["department", "yima"]
    lines: list[Line]


class Wallet(msgspec.Struct, frozen=True):
    """All of one's certificates: one's own, one's children's, and those of firms one represents."""

    items: list[Card]
