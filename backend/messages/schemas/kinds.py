"""Kinds of messages, as content has them."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from backend.content import LINE, Record
from backend.messages.rules import Tier

Category = Literal["security", "case", "certificate", "business", "benefit", "greeting", "city", "other"]
# A title fits one line of a phone in either language; a body is read standing.
TitleText = Annotated[str, Meta(min_length=1, max_length=60, pattern=LINE)]
BodyText = Annotated[str, Meta(min_length=1, max_length=600, pattern=LINE)]
TextMessageText = Annotated[str, Meta(min_length=1, max_length=160, pattern=LINE)]
Length = Annotated[int, Meta(ge=1, le=160)]
OtherwiseText = Annotated[str, Meta(min_length=1, max_length=60, pattern=LINE)]
OwnPath = Annotated[str, Meta(pattern=r"^/[a-z0-9/-]*(\{ref\})?$", max_length=100)]
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


class TextMessage(Record, frozen=True, kw_only=True, rename={"zh": "zh-CN"}):
    """What a phone is texted, without the city's signature, in both languages."""

    zh: TextMessageText
    en: TextMessageText


class Longest(Record, frozen=True, kw_only=True, rename={"zh": "zh-CN"}):
    """How many characters a fact has at most, in each language."""

    zh: Length
    en: Length


class Kind(Record, frozen=True, kw_only=True, rename={"tier": "class"}):
    """One kind of message, in `content/messages/<kind>.yaml`.

    `title`, `body` and `sms` have {places} for the message's facts; without `sms` nobody is texted.
    `longest`: how long the facts are that `sms` has places for. `otherwise`: what stands for a fact that may
    be missing. `masked`: what a lock screen shows of it when it is sensitive. `urgent`: it waits for no
    morning. `path`: the page of the portal that it leads to, which may end in what it is about ({ref}).
    """

    category: Category
    tier: Tier
    urgent: bool = False
    title: Title
    body: Body
    sms: TextMessage | None = None
    longest: dict[FactName, Longest] = msgspec.field(default_factory=dict)
    masked: Title | None = None
    otherwise: dict[FactName, Otherwise] = msgspec.field(default_factory=dict)
    path: OwnPath | None
