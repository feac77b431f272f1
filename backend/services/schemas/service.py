"""A service as content has it: `content/services/<id>.yaml`."""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from backend.conditions.schemas import Condition
from backend.content import Bilingual, Line, Record, Slug
from backend.services.rules.fields import Field, FieldName, FieldSchema, OptionId, RegisterField, Widget

Level = Literal["city", "county", "township", "village"]
Audience = Literal["resident", "firm"]
Channel = Literal["online", "counter"]
MediaType = Literal["jpeg", "png", "pdf"]
Mark = Literal["V", "Vg", "G"]
Summary = Annotated[str, Meta(min_length=1, max_length=240, pattern=r"^\S(.*\S)?$")]
FormField = Annotated[str, Meta(pattern=r"^form\.[a-z][a-z0-9_]*$", max_length=60)]
Word = Annotated[str, Meta(min_length=1, max_length=40, pattern=r"^\S(.*\S)?$")]


class Summaries(Record, frozen=True, kw_only=True, rename={"zh": "zh-CN"}):
    """One or two sentences: what one gets."""

    zh: Summary
    en: Summary


class Words(Record, frozen=True, kw_only=True):
    """How people call it, or what they say about their situation."""

    zh: Annotated[tuple[Word, ...], Meta(min_length=3, max_length=40)]
    en: Annotated[tuple[Word, ...], Meta(min_length=1, max_length=20)]


class Cost(Record, frozen=True, kw_only=True, rename={"zh": "zh-CN"}):
    """What it costs, in fen (0: nothing), and in words."""

    fen: Annotated[int, Meta(ge=0, le=100_000_000)]
    zh: Line
    en: Line


class TimeLimit(Record, frozen=True, kw_only=True):
    """How many working days it takes at most, as promised and as the law allows (null: it sets none)."""

    working_days: Annotated[int, Meta(ge=1, le=250)]
    legal_working_days: Annotated[int, Meta(ge=1, le=400)] | None = None


class Legal(Record, frozen=True, kw_only=True):
    """A law behind it; `mark`: V read in the law, Vg seen in a guide, G from general knowledge."""

    title: Line
    article: Line | None = None
    mark: Mark
    source: Line | None = None


class Material(Record, frozen=True, kw_only=True):
    """Something to hand in; not asked when `from_register` has a record of the applicant."""

    id: Slug
    title: Bilingual
    hint: Bilingual | None = None
    accept: Annotated[tuple[MediaType, ...], Meta(min_length=1, max_length=3)]
    required: bool
    max_mb: Annotated[int, Meta(ge=1, le=10)] = 5
    from_register: Slug | None = None


class Term(Record, frozen=True, kw_only=True):
    """How long it is good for (`years`; null: for life), and what else it says, for whom `when` holds."""

    when: Condition
    years: Annotated[int, Meta(ge=1, le=99)] | None
    facts: dict[FieldName, str | int | bool] = msgspec.field(default_factory=dict)


class Result(Record, frozen=True, kw_only=True):
    """The record that an approval writes: fixed `facts`, and `copy`: register field from `form.<field>`.

    `dates`: fields that become the day of the approval. `years`: how long it is good for; null: as long as
    what was there before, or without an end. `terms`: the first whose condition on registers' facts holds
    comes before that.
    """

    register: Slug
    years: Annotated[int, Meta(ge=1, le=99)] | None = None
    facts: dict[FieldName, str | int | bool] = msgspec.field(default_factory=dict)
    copy: dict[FieldName, FormField] = msgspec.field(default_factory=dict)
    dates: tuple[FieldName, ...] = ()
    terms: Annotated[tuple[Term, ...], Meta(max_length=8)] = ()


class Entry(Record, frozen=True, kw_only=True):
    """A field as a service's file has it: whole, or a shared one (`use`) with what is different here."""

    use: Slug | None = None
    name: FieldName | UnsetType = UNSET
    label: Bilingual | UnsetType = UNSET
    hint: Bilingual | UnsetType | None = UNSET
    section: Bilingual | UnsetType | None = UNSET
    schema: FieldSchema | UnsetType = UNSET
    options: dict[OptionId, Bilingual] | UnsetType = UNSET
    widget: Widget | UnsetType = UNSET
    required: bool | UnsetType = UNSET
    prefill: RegisterField | UnsetType | None = UNSET
    show_when: Condition | UnsetType | None = UNSET
    error: Bilingual | UnsetType | None = UNSET


class Whole(Record, frozen=True, kw_only=True):
    """All of a service but its form.

    Without `channels` it is no longer offered; its file stays for the applications that were made before.
    """

    title: Bilingual
    official_title: Line
    summary: Summaries
    department: Slug
    level: Level
    audience: Audience
    life_events: Annotated[tuple[Slug, ...], Meta(min_length=1, max_length=6)]
    words: Words
    channels: Annotated[tuple[Channel, ...], Meta(max_length=2)]
    cost: Cost
    time_limit: TimeLimit
    legal: Annotated[tuple[Legal, ...], Meta(min_length=1, max_length=12)]
    eligibility: Condition | None = None
    materials: Annotated[tuple[Material, ...], Meta(max_length=12)]
    result: Result | None
    withdrawable: bool
    mark: Mark


class Written(Whole, frozen=True, kw_only=True):
    """A service as its file has it."""

    fields: Annotated[tuple[Entry, ...], Meta(max_length=40)]


class Service(Whole, frozen=True, kw_only=True):
    """A service with its form complete."""

    id: str
    fields: tuple[Field, ...]


def merge(entry: Entry, shared: Field | None) -> dict[str, Any]:
    """The field that `entry` means, as plain data."""
    begin = msgspec.to_builtins(shared) if shared is not None else {}
    own = msgspec.to_builtins(entry)
    own.pop("use", None)
    return {**begin, **own}
