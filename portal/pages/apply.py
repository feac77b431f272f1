"""The form: what registers know is there already, the rest is asked, and everything is kept at once."""

import reflex as rx

from portal.components.buttons import button
from portal.components.frame import page
from portal.components.parts import anchor, icon, link, section, waiting
from portal.components.view import View, any_of
from portal.pages.apply_fields import one_field
from portal.pages.apply_files import one_material
from portal.state.apply import Apply
from portal.words import word


def apply() -> View:
    """The page behind `/apply/[application]`."""
    return page(
        "apply.title", rx.cond(Apply.apply_ready, content(), waiting(5)), at="services", back="/applications"
    )


def content() -> View:
    """What it is, what was asked, what is missing, what is known, the fields, the files, and sending it."""
    return rx.fragment(
        rx.el.h2(Apply.apply_title, class_name="text-20 font-semibold mt-2"),
        rx.el.p(word("apply.number"), " ", Apply.apply_number, class_name="hint"),
        rx.cond(Apply.is_correction, asked(), rx.fragment()),
        rx.el.div(
            rx.cond(any_of(Apply.faults), fault_list(), rx.fragment()),
            id="faults",
            tab_index=-1,
            class_name="faults",
        ),
        rx.el.div(
            rx.cond(any_of(Apply.known), known_list(), rx.fragment()),
            rx.foreach(Apply.fields, one_field),
            rx.cond(
                any_of(Apply.materials),
                section(
                    "apply.materials",
                    rx.el.div(rx.foreach(Apply.materials, one_material), class_name="flex flex-col gap-3"),
                ),
                rx.fragment(),
            ),
            key=Apply.round,
        ),
        button("apply.submit", Apply.submit, "button w-full mt-6"),
        rx.el.p(Apply.saved_text, role="status", class_name="hint mt-2 text-center"),
        rx.el.div(
            link(word("apply.later"), to="/applications", class_name="link"),
            rx.cond(Apply.may_discard, discarding(), rx.fragment()),
            class_name="flex flex-col items-center",
        ),
    )


def asked() -> View:
    """What the office wants corrected."""
    return rx.el.div(
        icon("pencil"),
        rx.el.div(
            rx.el.strong(word("apply.asked")), rx.el.p(Apply.asked_text, class_name="whitespace-pre-line")
        ),
        class_name="notice mt-3",
    )


def fault_list() -> View:
    """What is missing, each with the way to its place; the keyboard comes here first."""
    return rx.fragment(
        rx.el.h3(word("apply.lacking"), class_name="h2"),
        rx.el.ul(
            rx.foreach(
                Apply.faults,
                lambda one: rx.el.li(anchor(one.label, href="#" + one.place, class_name="link link-bad")),
            )
        ),
    )


def known_list() -> View:
    """The answers that need not be given: what, where it comes from, and the way to change it."""
    return rx.el.section(
        rx.el.h3(
            rx.cond(Apply.is_correction, word("apply.not_asked"), word("apply.known")),
            class_name="h2 mt-6 mb-2",
        ),
        rx.el.ul(rx.foreach(Apply.known, known_line), class_name="card p-0 lines"),
    )


def known_line(one: View) -> View:
    """One of them."""
    return rx.el.li(
        rx.el.div(
            rx.el.p(one.label),
            rx.el.strong(one.shown_value),
            rx.cond(one.source != "", rx.el.p(one.source), rx.fragment()),
            class_name="line-text",
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
        class_name="line",
    )


def discarding() -> View:
    """Forgetting the draft, asked once more."""
    return rx.cond(
        Apply.discarding,
        rx.el.div(
            rx.el.p(word("application.discard_sure"), role="status"),
            rx.el.div(
                button("application.discard", Apply.discard, "button button-bad button-small"),
                button("frame.cancel", Apply.ask_to_discard(False), "button button-quiet button-small"),
                class_name="mt-2 flex flex-wrap gap-3",
            ),
            class_name="card w-full mt-2",
        ),
        button("application.discard", Apply.ask_to_discard(True), "link link-bad"),
    )
