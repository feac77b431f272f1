"""The fields of a form, each kind in its own way, with hint and error beside it."""

import reflex as rx

from portal.components.view import View
from portal.state.apply import Apply
from portal.words import word


def one_field(one: View) -> View:
    """One field, below its heading if it begins a section."""
    return rx.el.div(
        rx.cond(one.section != "", rx.el.h3(one.section, class_name="h2 mt-8"), rx.fragment()),
        rx.match(
            one.widget,
            ("radio", choice_field(one)),
            ("select", select_field(one)),
            ("checkboxes", list_field(one)),
            ("checkbox", check_field(one)),
            ("textarea", text_area(one)),
            ("division", division_field(one)),
            input_field(one),
        ),
        key=one.name,
    )


def input_field(one: View) -> View:
    """A line of text, a number, a phone or a day; kept when one leaves it."""
    kind = rx.match(one.widget, ("date", "date"), ("phone", "tel"), "text")
    mode = rx.match(one.widget, ("number", "decimal"), ("money", "decimal"), ("phone", "tel"), "text")
    return labelled(one, rx.el.input(type=kind, input_mode=mode, **typed(one)))


def text_area(one: View) -> View:
    """Some sentences."""
    return labelled(one, rx.el.textarea(rows="4", **typed(one)))


def typed(one: View) -> dict[str, View]:
    """What fields have in which one types; what is typed is kept after a while, and when one leaves."""
    return {
        "default_value": one.value,
        "max_length": one.characters,
        "on_blur": lambda value: Apply.answer(one.name, value),
        **control(one),
    }


def select_field(one: View) -> View:
    """One of many."""
    return labelled(
        one,
        rx.el.select(
            rx.el.option(word("new_venue.choose"), value=""),
            rx.foreach(one.options, lambda option: rx.el.option(option.title, value=option.id)),
            default_value=one.value,
            on_change=lambda value: Apply.answer(one.name, value),
            **control(one),
        ),
    )


def control(one: View) -> dict[str, View]:
    """What a single control has: its id, its look, and what it is described by."""
    return {"id": one.name, "class_name": "input", **described(one)}


def described(one: View) -> dict[str, View]:
    """Where its hint and its error stand."""
    return {
        "aria_describedby": rx.cond(
            one.hint != "", one.name + "-hint " + one.name + "-error", one.name + "-error"
        ),
        "aria_invalid": rx.cond(one.error != "", "true", "false"),
    }


def labelled(one: View, *content: View) -> View:
    """Label, hint, the control itself, and what is wrong."""
    return rx.el.div(
        rx.el.label(title_of(one), html_for=one.name),
        hint_of(one),
        *content,
        error_of(one),
        class_name="field",
    )


def title_of(one: View) -> View:
    """The label's text, with a mark for what may be left out or was asked about."""
    return rx.fragment(
        one.label,
        rx.cond(one.required, rx.fragment(), rx.el.span(word("apply.optional"), class_name="hint")),
        rx.cond(
            one.marked,
            rx.el.span(word("apply.please_correct"), class_name="tag tag-warn ml-2"),
            rx.fragment(),
        ),
    )


def hint_of(one: View) -> View:
    """What helps to fill it in."""
    return rx.cond(one.hint != "", rx.el.p(one.hint, id=one.name + "-hint", class_name="hint"), rx.fragment())


def error_of(one: View) -> View:
    """What is wrong, beside the field."""
    return rx.el.p(one.error, id=one.name + "-error", role="alert", class_name="error")


def group(one: View, *content: View) -> View:
    """Several controls under one title."""
    return rx.el.fieldset(
        rx.el.legend(title_of(one), class_name="field-title"),
        hint_of(one),
        rx.el.div(*content, class_name="mt-2"),
        error_of(one),
        id=one.name,
        # Reflex 0.10.1 takes what a fieldset has no name for as a style.
        custom_attrs={"tabIndex": -1},
        aria_describedby=rx.cond(
            one.hint != "", one.name + "-hint " + one.name + "-error", one.name + "-error"
        ),
        class_name="field",
    )


def choice_field(one: View) -> View:
    """One of a few."""
    return group(
        one,
        rx.foreach(
            one.options,
            lambda option: choice(
                option.title,
                one.name + "-" + option.id,
                type="radio",
                name=one.name,
                default_checked=option.chosen,
                on_change=Apply.answer(one.name, option.id),
            ),
        ),
    )


def list_field(one: View) -> View:
    """Some of several."""
    return group(
        one,
        rx.foreach(
            one.options,
            lambda option: choice(
                option.title,
                one.name + "-" + option.id,
                type="checkbox",
                default_checked=option.chosen,
                on_change=Apply.toggle(one.name, option.id),
            ),
        ),
    )


def check_field(one: View) -> View:
    """Something to agree to."""
    return rx.el.div(
        choice(
            title_of(one),
            one.name,
            type="checkbox",
            default_checked=one.value == "true",
            on_change=lambda value: Apply.check(one.name, value),
            **described(one),
        ),
        error_of(one),
        class_name="field",
    )


def choice(title: View, id_: View, **props: View) -> View:
    """A box or a round one with its title; all of it can be tapped."""
    return rx.el.label(rx.el.input(id=id_, **props), rx.el.span(title), html_for=id_, class_name="choice")


def division_field(one: View) -> View:
    """County, township, village, each once the one above is chosen."""
    return group(
        one,
        rx.foreach(
            one.steps,
            lambda step: rx.el.select(
                rx.el.option(step.label, value=""),
                rx.foreach(step.options, lambda option: rx.el.option(option.title, value=option.id)),
                default_value=step.chosen,
                key=step.label + step.above,
                on_change=lambda value: Apply.choose_area(one.name, step.above, value),
                aria_label=step.label,
                class_name="input",
            ),
        ),
    )
