"""A field of a form: a closed subset of JSON Schema 2020-12, and how it is shown."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from backend.conditions.schemas import Condition, FactType
from backend.content import Bilingual, Line, Record

FieldName = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$", max_length=40)]
OptionId = Annotated[str, Meta(pattern=r"^[a-z0-9]+([-_][a-z0-9]+)*$", max_length=40)]
Count = Annotated[int, Meta(ge=0, le=4_000)]
Number = Annotated[int, Meta(ge=-(2**53), le=2**53)]
# No group is repeated or optional, so that matching takes no longer than the text is long.
Pattern = Annotated[str, Meta(pattern=r"^\^(?!.*\)[*+?{]).*\$$", max_length=120)]
Widget = Literal[
    "text", "textarea", "radio", "select", "checkbox", "checkboxes", "date", "number", "phone", "money",
    "division",
]  # fmt: skip
# `register.field` of the register that knows the answer.
RegisterField = Annotated[
    str, Meta(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*\.[a-z][a-z0-9]*(_[a-z0-9]+)*$", max_length=90)
]


class Items(Record, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """What the members of a list are: texts."""

    type: Literal["string"]
    enum: Annotated[tuple[OptionId, ...], Meta(min_length=1, max_length=60)] | None = None
    min_length: Count | None = None
    max_length: Count | None = None


class FieldSchema(Record, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """The answers that a field takes: JSON Schema, each keyword meaning what JSON Schema 2020-12 says."""

    type: Literal["string", "integer", "number", "boolean", "array"]
    enum: Annotated[tuple[OptionId, ...], Meta(min_length=1, max_length=60)] | None = None
    const: bool | None = None
    min_length: Count | None = None
    max_length: Count | None = None
    pattern: Pattern | None = None
    format: Literal["date"] | None = None
    minimum: Number | None = None
    maximum: Number | None = None
    multiple_of: Annotated[int, Meta(ge=1, le=2**53)] | None = None
    min_items: Annotated[int, Meta(ge=0, le=60)] | None = None
    max_items: Annotated[int, Meta(ge=0, le=60)] | None = None
    unique_items: bool | None = None
    items: Items | None = None

    @property
    def choices(self) -> tuple[str, ...]:
        """What may be chosen; empty when it is no choice."""
        return self.enum or (self.items.enum if self.items and self.items.enum else ())

    @property
    def fact_type(self) -> FactType | None:
        """What conditions take an answer for; None for what they cannot name."""
        if self.type == "string":
            return "date" if self.format == "date" else "text"
        types: dict[str, FactType] = {"integer": "integer", "boolean": "boolean", "array": "texts"}
        return types.get(self.type)


class Field(Record, frozen=True, kw_only=True):
    """One field. `prefill`: the register that knows it, so that it need not be asked.

    `show_when`: a condition on `form.<field>` of fields before it. `section`: the heading that it begins.
    """

    name: FieldName
    label: Bilingual
    hint: Bilingual | None = None
    section: Bilingual | None = None
    schema: FieldSchema
    options: dict[OptionId, Bilingual] = msgspec.field(default_factory=dict)
    widget: Widget
    required: bool
    prefill: RegisterField | None = None
    show_when: Condition | None = None
    error: Bilingual | None = None


class Sentence(Record, frozen=True, kw_only=True):
    """What to say about an answer, in both languages."""

    zh: Line
    en: Line
