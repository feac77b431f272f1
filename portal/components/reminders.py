"""Reminders as lines of a list."""

import reflex as rx

from portal.components.parts import icon, link
from portal.components.view import View


def reminder_list(lines: View) -> View:
    """Reminders, each leading to its page."""
    return rx.el.ul(rx.foreach(lines, reminder_line), class_name="card p-0 lines")


def reminder_line(one: View) -> View:
    """What, until when, of which kind, and how many days are left."""
    return rx.el.li(
        link(
            rx.el.div(rx.el.strong(one.title), rx.el.p(one.kind, " · ", one.due), class_name="line-text"),
            rx.cond(one.state != "", left_tag(one.state, one.tone), rx.fragment()),
            to=one.path,
            class_name="line line-wrap",
        )
    )


def left_tag(text: View, tone: View) -> View:
    """How many days are left, in words and a colour."""
    return rx.match(
        tone,
        ("bad", rx.el.span(icon("circle_alert", 16), text, class_name="tag tag-bad")),
        ("warn", rx.el.span(icon("clock_alert", 16), text, class_name="tag tag-warn")),
        rx.el.span(text, class_name="tag"),
    )
