"""Checks of the code as lines of a list."""

import reflex as rx

from portal.components.parts import icon
from portal.components.view import View
from portal.words import word


def record_list(records: View) -> View:
    """Who checked, newest first."""
    return rx.el.ul(rx.foreach(records, record_line), class_name="card p-0 lines")


def record_line(one: View) -> View:
    """Venue and result, what for and when, why not if refused, what they saw."""
    return rx.el.li(
        rx.el.div(
            rx.el.strong(one.venue, class_name="line-text text-17 text-ink font-medium"),
            verdict(one.passed),
            class_name="flex items-start gap-3",
        ),
        rx.el.p(
            one.scene,
            " · ",
            one.time,
            rx.cond(one.organisation != one.venue, " · " + one.organisation, ""),
            rx.cond(one.how != "", " · " + one.how, ""),
        ),
        rx.cond(one.passed, rx.fragment(), rx.el.p(one.result)),
        rx.el.p(one.saw),
        class_name="px-4 py-3 text-13 text-muted",
    )


def verdict(passed: View) -> View:
    """Accepted or refused, with a sign and a word."""
    return rx.cond(
        passed,
        rx.el.span(icon("check", 16), word("records.passed"), class_name="tag tag-good"),
        rx.el.span(icon("x", 16), word("records.refused"), class_name="tag tag-bad"),
    )
