"""A scenario as content has it: `content/reminders/<id>.yaml`."""

from datetime import date
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from backend.conditions.schemas import Condition
from backend.content import LINE, Line, Record, Slug
from backend.messages.schemas.kinds import Title
from backend.registers.schemas.register import Mark
from backend.reminders.schemas.trigger import Step, Text, Trigger

Category = Literal["certificate", "business", "benefit", "greeting", "city"]
Class = Literal["statutory", "optional", "greeting"]
Tell = Literal["holder", "guardian", "related", "representative", "employer"]
Sensitivity = Literal["plain", "sensitive"]

SmsZh = Annotated[str, Meta(min_length=1, max_length=66, pattern=LINE)]
SmsEn = Annotated[str, Meta(min_length=1, max_length=150, pattern=LINE)]
# `//` would be another host's.
OwnPath = Annotated[str, Meta(pattern=r"^/(?!/)[a-z0-9/-]*(\?[^\s#\x00-\x1f\x7f]+)?$", max_length=120)]
Said = dict[str, Any]


class Sms(Record, frozen=True, kw_only=True, rename={"zh": "zh-CN"}):
    """A text message of one segment, in both languages; the city's name is put in front of it."""

    zh: SmsZh
    en: SmsEn


class Law(Record, frozen=True, kw_only=True):
    """A law behind it; `mark`: V read in the law, Vg seen in a guide, G from general knowledge."""

    title: Line
    article: Line | None = None
    source: Line | None = None
    mark: Mark


class Checked(Record, frozen=True, kw_only=True):
    """Who checked a rule that was not read in the law, and until when that is good."""

    by: Line
    on: date
    until: date


class Action(Record, frozen=True, kw_only=True):
    """What a reminder opens: a service, filled in, or a page of the portal."""

    service: Slug | None = None
    path: OwnPath | None = None

    def __post_init__(self) -> None:
        """One of both."""
        if (self.service is None) == (self.path is None):
            raise ValueError("exactly one of service and path is needed")


class Escalation(Record, frozen=True, kw_only=True):
    """So many days after the last step, staff of the person's township are asked to call."""

    after_days: Annotated[int, Meta(ge=1, le=90)]


class Change(Record, frozen=True, kw_only=True):
    """What is different from a day on: other records of some registers, or a service that is applied for."""

    on: date
    facts: dict[Slug, Said | list[Said]] = msgspec.field(default_factory=dict)
    about: dict[Slug, Said | list[Said]] = msgspec.field(default_factory=dict)
    applied: Slug | None = None


class Days(Record, frozen=True, kw_only=True, rename={"first": "from", "last": "to"}):
    """The days that pass in an example."""

    first: date
    last: date


class Example(Record, frozen=True, kw_only=True):
    """Given these facts, as the days pass, somebody is told on these days.

    `facts`: those of the record's subject; `about`: those of the one who is told, when that is another.
    """

    title: Line
    facts: dict[Slug, Said | list[Said]] = msgspec.field(default_factory=dict)
    about: dict[Slug, Said | list[Said]] = msgspec.field(default_factory=dict)
    then: Annotated[tuple[Change, ...], Meta(max_length=10)] = ()
    days: Days
    reminders: Annotated[tuple[date, ...], Meta(max_length=60)]


class Scenario(Record, frozen=True, kw_only=True, rename={"class_": "class"}):
    """Something that people are told before they have to ask.

    `when` must be true and `until` not be true; other registers' facts are the newest of the same subject, or
    of the one who is told. `steps` are in order; of those that passed within `catch_up_days` the last alone
    is told. `effective_from` and `effective_to` are due dates. `mark`: how sure the rule is; without V and
    without a check it is only tried out. `deadline`: whether anything is missed once the day has passed.
    """

    version: Annotated[int, Meta(ge=1, le=10_000)]
    title: Title
    category: Category
    class_: Class
    department: Slug
    tell: Annotated[tuple[Tell, ...], Meta(min_length=1, max_length=3)]
    trigger: Trigger
    deadline: bool = True
    when: Condition | None = None
    until: Condition | None = None
    steps: Annotated[tuple[Step, ...], Meta(min_length=1, max_length=12)]
    text: Text
    sms: Sms | None = None
    sensitivity: Sensitivity
    action: Action | None = None
    escalate: Escalation | None = None
    catch_up_days: Annotated[int, Meta(ge=1, le=60)] = 14
    effective_from: date | None = None
    effective_to: date | None = None
    legal: Annotated[tuple[Law, ...], Meta(max_length=12)]
    mark: Mark
    checked: Checked | None = None
    note: Line | None = None
    examples: Annotated[tuple[Example, ...], Meta(min_length=2, max_length=12)]
