"""Who looked at one's data."""

import reflex as rx

from portal.components.buttons import button, more_button
from portal.components.frame import page
from portal.components.parts import confirm_or_empty, icon, link, waiting
from portal.components.view import View, any_of
from portal.state.looks import Looks
from portal.words import word


def looks() -> View:
    """The page behind `/looks`."""
    return page(
        "looks.title",
        rx.el.p(word("looks.lead"), class_name="lead"),
        rx.el.div(which("others", "looks.others"), which("all", "looks.all"), class_name="flex gap-2 my-3"),
        rx.cond(
            Looks.looks_ready,
            rx.cond(
                any_of(Looks.looks),
                rx.fragment(
                    rx.el.ul(rx.foreach(Looks.looks, look_line), class_name="card p-0 lines"),
                    more_button(Looks.more_looks, Looks.load_more),
                ),
                confirm_or_empty(Looks.device_confirmed, "looks.none", "looks.none_text"),
            ),
            waiting(),
        ),
        at="me",
        back="/me",
    )


def which(name: str, label: str) -> View:
    """Others' looks, or one's own as well."""
    here = Looks.with_own == (name == "all")
    return button(
        label,
        Looks.choose(name),
        rx.cond(here, "button button-small", "button button-quiet button-small"),
        aria_pressed=rx.cond(here, "true", "false"),
    )


def look_line(one: View) -> View:
    """Who, what for, which facts, and when."""
    return rx.el.li(
        rx.el.strong(one.who),
        rx.el.p(one.what, rx.cond(one.why != "", " · " + one.why, "")),
        rx.cond(one.facts != "", rx.el.p(one.facts), rx.fragment()),
        rx.el.p(one.time, class_name="hint"),
        rx.cond(
            one.path != "",
            link(
                word("looks.case"),
                icon("chevron_right", 18),
                to=one.path,
                aria_label=word("looks.case") + " " + one.time,
                class_name="link",
            ),
            rx.fragment(),
        ),
        class_name="px-4 py-3",
    )
