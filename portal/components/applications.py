"""Applications as lines of a list, and what happened to one."""

import reflex as rx

from portal.components.parts import icon, link
from portal.components.view import View


def application_line(one: View) -> View:
    """What it is for, its number, where it stands, and until when."""
    return rx.el.li(
        link(
            rx.el.div(
                rx.el.strong(one.title), rx.el.p(one.number), rx.el.p(one.text), class_name="line-text"
            ),
            state_tag(one.state, one.tone),
            to=one.path,
            class_name="line line-wrap",
        )
    )


def state_tag(state: View, tone: View) -> View:
    """Where something stands, in a word and a colour."""
    return rx.match(
        tone,
        ("good", rx.el.span(icon("check", 16), state, class_name="tag tag-good")),
        ("bad", rx.el.span(icon("x", 16), state, class_name="tag tag-bad")),
        ("warn", rx.el.span(icon("circle_alert", 16), state, class_name="tag tag-warn")),
        rx.el.span(state, class_name="tag"),
    )


def timeline(events: View) -> View:
    """What happened, the newest first."""
    return rx.el.ol(
        rx.foreach(
            events,
            lambda one: rx.el.li(
                rx.el.strong(one.title),
                rx.el.p(one.time, rx.cond(one.who != "", " · " + one.who, ""), class_name="hint"),
                rx.cond(one.note != "", rx.el.p(one.note, class_name="whitespace-pre-line"), rx.fragment()),
            ),
        ),
        class_name="timeline card",
    )
