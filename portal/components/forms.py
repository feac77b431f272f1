"""Fields and buttons of forms, with each error beside its field."""

from typing import Any

import reflex as rx

from portal.components.frame import Part
from portal.words import slot, word


def field(name: str, label: str, hint: str = "", error: Any = None, **props: Any) -> rx.Component:
    """A labelled field; `error` is a text that is empty when all is well."""
    marks = f"{name}-hint {name}-error"
    look = props.pop("class_name", "input")
    return rx.el.div(
        rx.el.label(word(label), html_for=name),
        rx.el.p(word(hint), id=f"{name}-hint", class_name="hint") if hint else rx.fragment(),
        rx.el.input(
            id=name,
            name=props.pop("name", name),
            class_name=look,
            aria_describedby=marks if error is not None and hint else f"{name}-error" if error is not None else f"{name}-hint" if hint else None,
            **props,
        ),
        rx.el.p(error, id=f"{name}-error", class_name="error") if error is not None else rx.fragment(),
        class_name="field",
    )


def plain_form(action: str, *content: Part) -> rx.Component:
    """A form that the browser itself sends."""
    return rx.el.form(*content, action=action, method="post", no_validate=True)


def returned_field(form: str, name: str, label: str, hint: str, **props: Any) -> rx.Component:
    """A field of a plain form, which comes back with what was typed and with its error."""
    return field(
        name,
        label,
        hint,
        error=slot(f"{form}.error") if props.pop("shows_error", True) else None,
        aria_invalid=slot(f"{form}.invalid"),
        auto_focus=props.pop("auto_focus", False),
        **props,
    )


def submit(label: str, look: str = "button w-full", **props: Any) -> rx.Component:
    """The form's own button."""
    return rx.el.button(word(label), type="submit", class_name=look, **props)


def select(name: str, label: str, first: str, options: Any, **props: Any) -> rx.Component:
    """A labelled list of choices (Choice: id and title)."""
    return rx.el.div(
        rx.el.label(word(label), html_for=name),
        rx.el.select(
            rx.el.option(word(first), value=""),
            rx.foreach(options, lambda choice: rx.el.option(choice.title, value=choice.id)),
            id=name,
            name=name,
            class_name="input",
            **props,
        ),
        class_name="field",
    )
