"""Checks of the code as lines of a list."""

from typing import Any

import reflex as rx

from portal.components.frame import icon
from portal.state.records import Record
from portal.words import word


def record_list(records: Any) -> rx.Component:
    """Who checked, newest first."""
    return rx.el.ul(rx.foreach(records, record_line), class_name="card p-0 lines")


def record_line(record: rx.Var[Record]) -> rx.Component:
    """Venue and organisation, what for and when, what they saw; the result at the right in words."""
    one: Any = record
    return rx.el.li(
        rx.el.div(
            rx.el.strong(one.venue),
            rx.el.p(rx.cond(one.organisation != one.venue, one.organisation + " · ", ""), one.scene, " · ", one.time),
            rx.el.p(rx.cond(one.passed, one.saw, one.result + " · " + one.saw)),
            class_name="line-text",
        ),
        verdict(one.passed),
        class_name="line line-top",
    )


def verdict(passed: Any) -> rx.Component:
    """Accepted or refused, with a sign and a word."""
    return rx.cond(
        passed,
        rx.el.span(icon("check", 16), word("records.passed"), class_name="tag tag-good"),
        rx.el.span(icon("x", 16), word("records.refused"), class_name="tag tag-bad"),
    )
