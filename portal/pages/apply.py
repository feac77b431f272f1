"""The form: what registers know is there already, the rest is asked, and everything is kept at once."""

import reflex as rx

from portal.components.buttons import button
from portal.components.frame import page
from portal.components.parts import anchor, icon, link, section, waiting
from portal.components.uploader import uploader
from portal.components.view import View, any_of
from portal.state.apply import Apply
from portal.words import word


def apply() -> View:
    """The page behind `/apply/[application]`."""
    return page(
        "apply.title", rx.cond(Apply.apply_ready, content(), waiting(5)), at="services", back="/applications"
    )


def content() -> View:
    """What it is, what was asked, the fields, the files, and sending it in."""
    return rx.fragment(
        rx.el.h2(Apply.apply_title, class_name="text-20 font-semibold mt-2"),
        rx.el.p(word("apply.number"), " ", Apply.apply_number, class_name="hint"),
        rx.cond(
            Apply.is_correction,
            rx.el.div(
                icon("pencil"),
                rx.el.div(rx.el.strong(word("apply.asked")), rx.el.p(Apply.asked_text)),
                class_name="notice mt-3",
            ),
            rx.fragment(),
        ),
        rx.foreach(Apply.fields, one_field),
        rx.cond(
            any_of(Apply.materials),
            section("apply.materials", rx.foreach(Apply.materials, one_material)),
            rx.fragment(),
        ),
        rx.el.p(Apply.lacking, role="alert", class_name="error"),
        button(
            "apply.submit",
            Apply.submit,
            "button w-full mt-6",
            disabled=rx.cond(Apply.is_hydrated, False, True),
        ),
        rx.el.p(Apply.saved_text, role="status", class_name="hint mt-2 text-center"),
        link(word("apply.later"), to="/applications", class_name="link w-full justify-center"),
    )


def one_field(one: View) -> View:
    """One field, unless it is hidden; a prefilled or locked one is only shown."""
    return rx.cond(
        one.shown,
        rx.fragment(
            rx.cond(one.section != "", rx.el.h3(one.section, class_name="h2 mt-6"), rx.fragment()),
            rx.cond(
                (one.source != "") | one.locked,
                known_field(one),
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
            ),
        ),
        rx.fragment(),
    )


def known_field(one: View) -> View:
    """An answer that need not be asked: what it is, where it comes from, and the way to change it."""
    return rx.el.div(
        rx.el.p(one.label, class_name="field-title"),
        rx.el.p(
            rx.cond(one.widget == "division", Apply.division_name, one.shown_value),
            class_name="text-17 mt-1",
        ),
        rx.cond(
            one.source != "",
            rx.el.p(icon("badge_check", 16), one.source, class_name="hint flex items-center gap-1"),
            rx.fragment(),
        ),
        rx.cond(
            one.locked,
            rx.fragment(),
            button(
                "apply.change",
                Apply.change(one.name),
                "link",
                aria_label=word("apply.change") + " " + one.label,
            ),
        ),
        class_name="field",
    )


def title_of(one: View) -> View:
    """The label's text, with a mark for what may be left out or was asked about."""
    return rx.fragment(
        one.label,
        rx.cond(one.required, rx.fragment(), rx.el.span(word("apply.optional"), class_name="hint")),
        rx.cond(
            one.marked, rx.el.span(word("apply.please_correct"), class_name="tag tag-warn"), rx.fragment()
        ),
    )


def labelled(one: View, *control: View) -> View:
    """Label, hint, the control itself, and what is wrong."""
    return rx.el.div(
        rx.el.label(title_of(one), html_for=one.name),
        hint_of(one),
        *control,
        error_of(one),
        class_name="field",
    )


def hint_of(one: View) -> View:
    """What helps to fill it in."""
    return rx.cond(one.hint != "", rx.el.p(one.hint, id=one.name + "-hint", class_name="hint"), rx.fragment())


def error_of(one: View) -> View:
    """What is wrong, beside the field."""
    return rx.el.p(one.error, id=one.name + "-error", role="alert", class_name="error")


def described(one: View) -> dict[str, View]:
    """What a control is described by."""
    return {
        "aria_describedby": one.name + "-hint " + one.name + "-error",
        "aria_invalid": rx.cond(one.error != "", "true", "false"),
    }


def input_field(one: View) -> View:
    """A line of text, a number, a phone or a day; kept when one leaves it."""
    kind = rx.match(one.widget, ("date", "date"), ("phone", "tel"), "text")
    mode = rx.match(one.widget, ("number", "numeric"), ("money", "numeric"), ("phone", "tel"), "text")
    return labelled(
        one,
        rx.el.input(
            id=one.name,
            type=kind,
            input_mode=mode,
            default_value=one.value,
            on_blur=lambda value: Apply.answer(one.name, value),
            class_name="input",
            **described(one),
        ),
    )


def text_area(one: View) -> View:
    """Some sentences."""
    return labelled(
        one,
        rx.el.textarea(
            id=one.name,
            rows="4",
            default_value=one.value,
            on_blur=lambda value: Apply.answer(one.name, value),
            class_name="input",
            **described(one),
        ),
    )


def select_field(one: View) -> View:
    """One of many."""
    return labelled(
        one,
        rx.el.select(
            rx.el.option(word("new_venue.choose"), value=""),
            rx.foreach(one.options, lambda option: rx.el.option(option.title, value=option.id)),
            id=one.name,
            value=one.value,
            on_change=lambda value: Apply.answer(one.name, value),
            class_name="input",
            **described(one),
        ),
    )


def group(one: View, role: str, *content: View) -> View:
    """Several controls under one title."""
    return rx.el.fieldset(
        rx.el.legend(title_of(one), class_name="field-title", id=one.name + "-title"),
        hint_of(one),
        rx.el.div(*content, role=role, aria_labelledby=one.name + "-title", class_name="mt-2"),
        error_of(one),
        class_name="field",
    )


def choice_field(one: View) -> View:
    """One of a few."""
    return group(
        one,
        "radiogroup",
        rx.foreach(
            one.options,
            lambda option: rx.el.label(
                rx.el.input(
                    type="radio",
                    id=one.name + "-" + option.id,
                    name=one.name,
                    value=option.id,
                    default_checked=option.chosen,
                    on_change=Apply.answer(one.name, option.id),
                    class_name="check",
                ),
                rx.el.span(option.title),
                class_name="choice",
            ),
        ),
    )


def list_field(one: View) -> View:
    """Some of several."""
    return group(
        one,
        "group",
        rx.foreach(
            one.options,
            lambda option: rx.el.label(
                rx.el.input(
                    type="checkbox",
                    id=one.name + "-" + option.id,
                    default_checked=option.chosen,
                    on_change=Apply.toggle(one.name, option.id),
                    class_name="check",
                ),
                rx.el.span(option.title),
                class_name="choice",
            ),
        ),
    )


def check_field(one: View) -> View:
    """Something to agree to."""
    return rx.el.div(
        rx.el.label(
            rx.el.input(
                type="checkbox",
                id=one.name,
                default_checked=one.value == "true",
                on_change=lambda value: Apply.check(one.name, value),
                class_name="check",
                **described(one),
            ),
            rx.el.span(one.label),
            class_name="choice",
        ),
        error_of(one),
        class_name="field",
    )


def division_field(one: View) -> View:
    """County, township, village, each from the one above."""
    return rx.el.fieldset(
        rx.el.legend(title_of(one), class_name="field-title"),
        rx.cond(one.value != "", rx.el.p(Apply.division_name, class_name="text-17 mt-1"), rx.fragment()),
        rx.el.div(
            step("apply.county", one.name, Apply.counties, Apply.choose_county),
            step("apply.township", one.name + "-township", Apply.townships, Apply.choose_township),
            step(
                "apply.village",
                one.name + "-village",
                Apply.villages,
                lambda value: Apply.choose_village(one.name, value),
            ),
        ),
        error_of(one),
        class_name="field",
    )


def step(label: str, id_: View, choices: View, on_change: View) -> View:
    """One level of the city."""
    return rx.el.select(
        rx.el.option(word(label), value=""),
        rx.foreach(choices, lambda choice: rx.el.option(choice.title, value=choice.id)),
        id=id_,
        on_change=on_change,
        aria_label=word(label),
        class_name="input",
    )


def one_material(one: View) -> View:
    """One thing to hand in, or the register that has it."""
    return rx.el.div(
        rx.el.p(
            one.title,
            rx.cond(
                one.marked, rx.el.span(word("apply.please_correct"), class_name="tag tag-warn"), rx.fragment()
            ),
            class_name="field-title",
        ),
        rx.cond(
            one.source != "",
            rx.el.p(icon("badge_check", 16), one.source, class_name="hint flex items-center gap-1"),
            rx.el.p(one.hint, class_name="hint"),
        ),
        rx.el.ul(rx.foreach(one.files, lambda file: file_line(file, one.locked))),
        rx.cond(
            one.locked,
            rx.fragment(),
            uploader(
                path=one.path,
                name=one.id,
                label=one.title,
                accept=one.accept,
                bytes_max=one.bytes_max,
                on_done=Apply.uploaded,
            ),
        ),
        rx.el.p(one.error, id="file-" + one.id + "-error", role="alert", class_name="error"),
        class_name="card mt-3",
    )


def file_line(file: View, locked: View) -> View:
    """A file that was handed in: look at it, or remove it."""
    return rx.el.li(
        anchor(
            icon("file_check", 18),
            file.name,
            href=file.path,
            target="_blank",
            rel="noopener",
            class_name="link",
        ),
        rx.el.span(file.size, class_name="hint"),
        rx.cond(
            locked,
            rx.fragment(),
            button(
                "apply.remove_file",
                Apply.remove_file(file.id),
                "link link-bad",
                aria_label=word("apply.remove_file") + " " + file.name,
            ),
        ),
        class_name="flex flex-wrap items-center gap-x-3",
    )
