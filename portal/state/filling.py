"""The fields of a form as pages show them: what is known, what is asked, and what is wrong with it."""

import dataclasses
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

import msgspec

from backend.applications.schemas.application import Application, Prefilled
from backend.core.clock import today
from backend.services.rules.fields import Field
from backend.services.rules.forms import shown_fields
from backend.services.schemas.catalogue import FieldView, ServiceView
from portal.dates import name_day
from portal.locales import Locale
from portal.locales import say as say_in
from portal.state.records import pick

Answers = dict[str, Any]
YES_NO = ("true", "false")
CHARACTERS_MAX = 4_000


@dataclasses.dataclass
class OptionLine:
    """One thing to choose."""

    id: str = ""
    title: str = ""
    chosen: bool = False


@dataclasses.dataclass
class AreaStep:
    """One level of the city to choose from: `above` is the code above it, `chosen` that of this level."""

    label: str = ""
    above: str = ""
    chosen: str = ""
    options: list[OptionLine] = dataclasses.field(default_factory=list)


@dataclasses.dataclass
class FieldLine:
    """One field.

    `source`: where an answer comes from that need not be asked; `locked`: it cannot be changed now; `marked`:
    the office asked about it.
    """

    name: str = ""
    label: str = ""
    hint: str = ""
    section: str = ""
    widget: str = ""
    value: str = ""
    shown_value: str = ""
    options: list[OptionLine] = dataclasses.field(default_factory=list)
    steps: list[AreaStep] = dataclasses.field(default_factory=list)
    characters: int = CHARACTERS_MAX
    required: bool = False
    error: str = ""
    source: str = ""
    locked: bool = False
    marked: bool = False


def view_fields(
    service: ServiceView, found: Application, answers: Answers, wrong: Mapping[str, str], locale: Locale
) -> list[FieldLine]:
    """The fields that `answers`, as they stand in the form now, show; a heading goes to the next one.

    `wrong`: what is wrong, by its pointer.
    """
    shown = shown_fields(read_fields(service), answers, today())
    wanted = found.wants
    named = set(wanted.fields) if wanted and (wanted.fields or wanted.materials) else None
    lines, section = [], ""
    for view in service.form.ui:
        section = pick(view.section, locale) if view.section else section
        if view.name not in shown:
            continue
        answer = answers.get(view.name)
        line = view_field(view, service.form.schema["properties"][view.name], answer, locale)
        line.source = say_source(found.prefilled.get(view.name), locale)
        line.error = wrong.get(f"#/answers/{view.name}", "")
        # In a correction, what nobody asked about stays, unless it has no answer yet.
        line.locked = named is not None and view.name not in named and answer is not None
        line.marked = named is not None and view.name in named
        if not line.source and not line.locked:
            line.section, section = section, ""
        lines.append(line)
    return lines


def view_field(view: FieldView, schema: Mapping[str, Any], answer: Any, locale: Locale) -> FieldLine:
    """One field with its answer in words."""
    value = to_text(answer)
    options = [OptionLine(one.id, pick(one.title, locale)) for one in view.options]
    if view.widget == "radio" and not options:
        options = [OptionLine(one, say_in(locale, f"apply.{one}")) for one in YES_NO]
    chosen = set(answer) if isinstance(answer, list) else {value}
    for option in options:
        option.chosen = option.id in chosen
    titles = [option.title for option in options if option.chosen]
    return FieldLine(
        name=view.name,
        label=pick(view.label, locale),
        hint=pick(view.hint, locale) if view.hint else "",
        widget=view.widget,
        value=value,
        shown_value=("、" if locale == "zh-CN" else ", ").join(titles) or say_answer(value, locale),
        options=options,
        characters=int(schema.get("maxLength", CHARACTERS_MAX)),
        required=view.required,
    )


def read_fields(service: ServiceView) -> list[Field]:
    """The fields as the rules of forms take them."""
    return [
        msgspec.convert(
            {
                "name": view.name,
                "label": {"zh-CN": view.label.zh, "en": view.label.en},
                "schema": service.form.schema["properties"][view.name],
                "options": {one.id: {"zh-CN": one.title.zh, "en": one.title.en} for one in view.options},
                "widget": view.widget,
                "required": view.required,
                "show_when": view.show_when,
            },
            Field,
        )
        for view in service.form.ui
    ]


def say_source(source: Prefilled | None, locale: Locale) -> str:
    """The register that knows it, and since when; empty for what one gave oneself."""
    if source is None:
        return ""
    return say_in(
        locale, "apply.source", register=pick(source.title, locale), day=name_day(source.as_of, locale)
    )


def say_answer(value: str, locale: Locale) -> str:
    """An answer that is nobody's choice, as it is shown."""
    return say_in(locale, f"apply.{value}") if value in YES_NO else value


def to_text(answer: Any) -> str:
    """An answer as a field holds it."""
    if isinstance(answer, bool):
        return "true" if answer else "false"
    return "" if answer is None or isinstance(answer, list) else str(answer)


def to_answer(schema: Mapping[str, Any], typed: str) -> Any:
    """What was typed or chosen as the API takes it; what does not fit stays a text, and is told.

    Digits are read as people type them: full-width, or in groups.
    """
    text = typed.strip()
    if not text:
        return None
    if schema["type"] == "boolean":
        return text == "true" if text in YES_NO else text
    if schema["type"] in ("integer", "number"):
        return read_number(text)
    grouped = re.sub(r"[\s\-－]", "", unicodedata.normalize("NFKC", text))
    return grouped if "pattern" in schema and grouped.isascii() and grouped.isdigit() else text


def read_number(text: str) -> int | float | str:
    """A number, or the text that is none."""
    plain = unicodedata.normalize("NFKC", text).replace(",", "").replace(" ", "")
    if re.fullmatch(r"-?\d{1,15}", plain):
        return int(plain)
    return float(plain) if re.fullmatch(r"-?\d{1,15}\.\d{1,6}", plain) else text
