"""The inbox as the API shows it."""

import uuid
from datetime import datetime

import msgspec

from backend.messages.rules import Tier
from backend.messages.schemas.kinds import Category


class Words(msgspec.Struct, frozen=True, rename={"zh": "zh-CN"}):
    """A text in both languages."""

    zh: str
    en: str


class Message(msgspec.Struct, kw_only=True, rename={"tier": "class"}):
    """A message as its reader sees it.

    `path` is where it leads to in the portal, `ref` what it is about. `masked`: screens that others see only
    say that there is one.
    """

    id: uuid.UUID
    kind: str
    category: Category
    title: Words
    body: Words
    at: datetime
    read_at: datetime | None
    path: str | None
    tier: Tier = "optional"
    ref: uuid.UUID | None = None
    masked: bool = False


class Unread(msgspec.Struct):
    """How many messages are unread; 100 stands for 100 and more."""

    count: int
