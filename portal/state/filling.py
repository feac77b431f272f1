"""A form as pages show it: each field with its answer, its source and what is wrong with it."""

import dataclasses
from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec

from backend.applications.schemas.application import Application, Material, Prefilled
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


@dataclasses.dataclass
class OptionLine:
    """One thing to choose."""

    id: str = ""
    title: str = ""
    chosen: bool = False


@dataclasses.dataclass
class FieldLine:
    """One field. `source`: the register that its answer comes from; `locked`: it cannot be changed now."""

    name: str = ""
    label: str = ""
    hint: str = ""
    section: str = ""
    widget: str = ""
    value: str = ""
    shown_value: str = ""
    options: list[OptionLine] = dataclasses.field(default_factory=list)
    required: bool = False
    shown: bool = True
    error: str = ""
    source: str = ""
    locked: bool = False
    marked: bool = False


@dataclasses.dataclass
class FileLine:
    """One file that was handed in."""

    id: str = ""
    name: str = ""
    size: str = ""
    path: str = ""


@dataclasses.dataclass
class MaterialLine:
    """One thing to hand in."""

    id: str = ""
    title: str = ""
    hint: str = ""
    accept: str = ""
    bytes_max: int = 0
    path: str = ""
    files: list[FileLine] = dataclasses.field(default_factory=list)
    source: str = ""
    error: str = ""
    locked: bool = False
    marked: bool = False


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


def view_fields(
    service: ServiceView, found: Application, answers: Answers, locale: Locale
) -> list[FieldLine]:
    """Every field in words; `answers` are those that stand in the form now."""
    shown = shown_fields(read_fields(service), answers, today())
    errors = errors_by_place(found, locale)
    wanted = found.wants
    named = set(wanted.fields) if wanted and (wanted.fields or wanted.materials) else None
    return [
        _field(view, answers.get(view.name), found.prefilled.get(view.name), locale).with_(
            shown=view.name in shown,
            error=""
            if named is None and found.state == "draft"
            else errors.get(f"#/answers/{view.name}", ""),
            locked=named is not None and view.name not in named,
            marked=named is not None and view.name in named,
        )
        for view in service.form.ui
    ]


def _field(view: FieldView, answer: Any, source: Prefilled | None, locale: Locale) -> Any:
    value = to_text(answer)
    options = [OptionLine(one.id, pick(one.title, locale)) for one in view.options]
    if view.widget == "radio" and not options:
        options = [OptionLine(one, say_in(locale, f"apply.{one}")) for one in YES_NO]
    chosen = set(answer) if isinstance(answer, list) else {value}
    for option in options:
        option.chosen = option.id in chosen
    titles = [option.title for option in options if option.chosen]
    return Line(
        name=view.name,
        label=pick(view.label, locale),
        hint=pick(view.hint, locale) if view.hint else "",
        section=pick(view.section, locale) if view.section else "",
        widget=view.widget,
        value=value,
        shown_value=("、" if locale == "zh-CN" else ", ").join(titles) or _say(value, locale),
        options=options,
        required=view.required,
        source=_source(source, locale),
    )


class Line(FieldLine):
    """A line in the making."""

    def with_(self, **more: Any) -> FieldLine:
        """The line with what depends on the whole application."""
        return FieldLine(**{**dataclasses.asdict(self), "options": self.options, **more})


def _source(source: Prefilled | None, locale: Locale) -> str:
    if source is None:
        return ""
    return say_in(
        locale, "apply.source", register=pick(source.title, locale), day=name_day(source.as_of, locale)
    )


def view_materials(found: Application, locale: Locale) -> list[MaterialLine]:
    """Everything that is asked for, and what is there."""
    errors = errors_by_place(found, locale)
    wanted = found.wants
    named = set(wanted.materials) if wanted and (wanted.fields or wanted.materials) else None
    return [
        MaterialLine(
            id=one.id,
            title=pick(one.title, locale),
            hint=_limits(one, locale),
            accept=",".join(one.accept),
            bytes_max=one.max_bytes,
            path=f"/v1/applications/{found.id}/uploads/{one.id}",
            files=[
                FileLine(
                    str(file.id),
                    file.file_name,
                    f"{max(1, file.bytes // 1024)} KB",
                    f"/v1/applications/{found.id}/uploads/{file.id}",
                )
                for file in one.uploads
            ],
            source=_source(one.from_register, locale),
            error="" if found.state == "draft" else errors.get(f"#/materials/{one.id}", ""),
            locked=named is not None and one.id not in named,
            marked=named is not None and one.id in named,
        )
        for one in found.materials
    ]


def _limits(one: Material, locale: Locale) -> str:
    kinds = "、" if locale == "zh-CN" else ", "
    names = {"image/jpeg": "JPG", "image/png": "PNG", "application/pdf": "PDF"}
    return say_in(
        locale,
        "apply.limits_required" if one.required and one.from_register is None else "apply.limits",
        kinds=kinds.join(names[kind] for kind in one.accept),
        megabytes=one.max_bytes // 1024 // 1024,
    )


def errors_by_place(found: Application, locale: Locale) -> dict[str, str]:
    """What is wrong, by its pointer."""
    return {error.pointer: pick(error.message, locale) for error in found.errors}


def _say(value: str, locale: Locale) -> str:
    """An answer that is nobody's choice, as it is shown."""
    return say_in(locale, f"apply.{value}") if value in YES_NO else value


def to_text(answer: Any) -> str:
    """An answer as a field holds it."""
    if isinstance(answer, bool):
        return "true" if answer else "false"
    return "" if answer is None or isinstance(answer, list) else str(answer)


def to_answer(schema: Mapping[str, Any], text: str) -> Any:
    """What was typed or chosen as the API takes it; what does not fit stays a text, and is told."""
    if not text:
        return None
    if schema["type"] == "boolean" and text in YES_NO:
        return text == "true"
    if schema["type"] in ("integer", "number"):
        try:
            return int(text)
        except ValueError:
            return text.strip()
    return text


def days_left(due_on: date) -> int:
    """How many days there are until then."""
    return (due_on - today()).days
