"""Fields and buttons of forms, with each error beside its field."""

import reflex as rx
from reflex_components_core.el.elements.base import BaseHTML

from portal.components.view import View
from portal.state.session import Session
from portal.words import slot, word


def field(key: str, label: str, hint: str = "", error: View = None, **props: View) -> View:
    """A labelled field; `error` is a text that is empty when all is well.

    Reflex 0.10.1 finds fields by their id, here `key`, so two forms of a page may not share one; the name may
    be another. `also_described_by`: the id of an error that several fields share.
    """
    described = [f"{key}-hint"] if hint else []
    described += [f"{key}-error"] if error is not None else []
    described += [props.pop("also_described_by")] if "also_described_by" in props else []
    look = props.pop("class_name", "input")
    if described:
        props["aria_describedby"] = " ".join(described)
    return rx.el.div(
        rx.el.label(word(label), html_for=key),
        rx.el.p(word(hint), id=f"{key}-hint", class_name="hint") if hint else rx.fragment(),
        rx.el.input(id=key, name=props.pop("name", key), class_name=look, **props),
        rx.el.p(error, id=f"{key}-error", class_name="error") if error is not None else rx.fragment(),
        class_name="field",
    )


class PlainForm(BaseHTML):  # type: ignore[misc]  # Reflex carries no types here
    """A form that the browser itself sends; Reflex 0.10.1's own swallows every submission."""

    tag = "form"

    action: rx.Var[str]
    method: rx.Var[str]
    no_validate: rx.Var[bool]


def plain_form(action: str, *content: View) -> View:
    """A form of ours that goes to `action`; what is wrong with it the server says in words."""
    return PlainForm.create(*content, action=action, method="post", no_validate=True)


def returned_field(form: str, name: str, label: str, hint: str, **props: View) -> View:
    """A field of a plain form, which comes back with what was typed and with its error."""
    error = None if "also_described_by" in props else slot(f"{form}.error")
    return field(name, label, hint, error=error, aria_invalid=slot(f"{form}.invalid"), **props)


def live_form(event: View, name: str, *content: View, class_name: str = "") -> View:
    """A form that `event` (the handler called `name`) takes; what it refuses stands above the buttons.

    The buttons are the last part of `content`.
    """
    *fields, buttons = content
    return rx.el.form(
        *fields,
        rx.el.p(rx.cond(Session.problem_in == name, Session.problem, ""), role="alert", class_name="error"),
        buttons,
        on_submit=event,
        class_name=class_name,
    )


def submit(label: str, look: str = "button w-full", **props: View) -> View:
    """The form's own button."""
    return rx.el.button(word(label), type="submit", class_name=look, **props)


def select(name: str, label: str, first: str, options: View, **props: View) -> View:
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
