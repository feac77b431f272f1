"""The shapes of messages, as content and as the API shows them."""

import uuid
from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from backend.content import Record

Category = Literal["security", "other"]
# A title fits one line of a phone in either language; a body is read standing.
TitleText = Annotated[str, Meta(min_length=1, max_length=60, pattern=r"^\S(.*\S)?$")]
BodyText = Annotated[str, Meta(min_length=1, max_length=600, pattern=r"^\S(.*\S)?$")]
OtherwiseText = Annotated[str, Meta(min_length=1, max_length=60, pattern=r"^\S(.*\S)?$")]
OwnPath = Annotated[str, Meta(pattern=r"^/[a-z0-9/-]*$", max_length=100)]
FactName = Annotated[str, Meta(pattern=r"^[a-z][a-z_]*$", max_length=40)]


class Title(Record, frozen=True, kw_only=True, rename={"zh": "zh-CN"}):
    """A message's first line, in both languages."""

    zh: TitleText
    en: TitleText


class Body(Record, frozen=True, kw_only=True, rename={"zh": "zh-CN"}):
    """A message's text, in both languages."""

    zh: BodyText
    en: BodyText


class Otherwise(Record, frozen=True, kw_only=True, rename={"zh": "zh-CN"}):
    """What stands for a fact that is not known, in both languages."""

    zh: OtherwiseText
    en: OtherwiseText


class Kind(Record, frozen=True, kw_only=True):
    """One kind of message, in `content/messages/<kind>.yaml`.

    `title` and `body` have {places} for the message's facts. `otherwise`: what stands for a fact that may be
    missing. `path`: the page of the portal that it leads to.
    """

    category: Category
    title: Title
    body: Body
    otherwise: dict[FactName, Otherwise] = msgspec.field(default_factory=dict)
    path: OwnPath | None


class Words(msgspec.Struct, frozen=True, rename={"zh": "zh-CN"}):
    """A text in both languages."""

    zh: str
    en: str


class Message(msgspec.Struct, kw_only=True):
    """A message as its reader sees it; `path` is where it leads to in the portal."""

    id: uuid.UUID
    kind: str
    category: Category
    title: Words
    body: Words
    at: datetime
    read_at: datetime | None
    path: str | None


class Unread(msgspec.Struct):
    """How many messages are unread; 100 stands for 100 and more."""

    count: int
