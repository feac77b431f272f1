"""What does not fit together, for operators: look, close with a note, suspend or restore a device."""

import reflex as rx

from portal.components.buttons import button, cancel_button, more_button
from portal.components.forms import field, live_form, submit
from portal.components.frame import page
from portal.components.parts import empty, for_operators, link, section, waiting
from portal.components.view import View, any_of
from portal.state.findings import Findings
from portal.words import word


def findings() -> View:
    """The page behind `/findings`."""
    return page("findings.title", for_operators(desk()), wide=True, back="/")


def desk() -> View:
    """Which findings, and the list of them."""
    return rx.fragment(
        rx.el.p(word("findings.lead"), class_name="lead"),
        section(
            "findings.list",
            rx.cond(Findings.findings_ready, finding_list(), waiting()),
            action=rx.el.div(
                which("open", "findings.open"), which("closed", "findings.closed"), class_name="flex gap-2"
            ),
        ),
    )


def which(name: str, label: str) -> View:
    """One of the two lists."""
    here = Findings.shown == name
    return button(
        label,
        Findings.choose(name),
        rx.cond(here, "button button-small", "button button-quiet button-small"),
        aria_pressed=rx.cond(here, "true", "false"),
    )


def finding_list() -> View:
    """The findings, newest first."""
    return rx.cond(
        any_of(Findings.findings),
        rx.fragment(
            rx.el.ul(rx.foreach(Findings.findings, finding_line), class_name="card p-0 lines"),
            more_button(Findings.more_findings, Findings.load_more),
        ),
        rx.cond(
            Findings.shown == "open",
            empty("findings.none", "findings.none_text"),
            empty("findings.none_closed", "findings.none_text"),
        ),
    )


def finding_line(one: View) -> View:
    """What happened, what the city did about it, where and when, and what can be done."""
    return rx.el.li(
        rx.el.div(
            rx.el.div(rx.el.strong(one.title), rx.el.p(one.found), class_name="line-text"),
            rx.cond(
                one.device_suspended,
                rx.el.span(word("findings.device_suspended"), class_name="tag tag-bad"),
                rx.fragment(),
            ),
            class_name="flex items-start gap-3",
        ),
        rx.el.p(one.text, class_name="mt-1"),
        rx.el.ul(rx.foreach(one.sights, sight_line), class_name="mt-1"),
        rx.cond(
            one.closed != "",
            rx.el.p(one.closed, " · ", one.note, class_name="hint mt-1"),
            actions(one),
        ),
        class_name="px-4 py-3",
    )


def sight_line(one: View) -> View:
    """One place, which leads to its venue, and the time."""
    return rx.el.li(
        link(one.where, to="/venues/" + one.venue, class_name="link"),
        rx.el.span(one.time, class_name="hint"),
        class_name="flex flex-wrap items-center gap-x-3",
    )


def actions(one: View) -> View:
    """Closing, and suspending or restoring the device; or the form that one of them opened."""
    return rx.cond(
        Findings.closing == one.id,
        note_form(),
        rx.cond(
            Findings.suspending == one.id,
            reason_form(),
            rx.el.div(
                button(
                    "findings.close",
                    Findings.ask_to_close(one.id),
                    "link",
                    aria_label=word("findings.close") + " " + one.title,
                ),
                rx.cond(one.device != "", device_action(one), rx.fragment()),
                class_name="flex flex-wrap gap-x-6",
            ),
        ),
    )


def device_action(one: View) -> View:
    """Suspends or restores the device."""
    return rx.cond(
        one.device_suspended,
        button(
            "findings.lift",
            Findings.lift(one.device),
            "link",
            aria_label=word("findings.lift") + " " + one.title,
        ),
        button(
            "findings.suspend",
            Findings.ask_to_suspend(one.id),
            "link link-bad",
            aria_label=word("findings.suspend") + " " + one.title,
        ),
    )


def note_form() -> View:
    """Asks how it was closed."""
    return live_form(
        Findings.close,
        "close",
        field(
            "note",
            "findings.note",
            "venue.reason_hint",
            max_length=500,
            required=True,
            auto_focus=True,
        ),
        rx.el.div(
            submit("findings.close", "button"),
            cancel_button(Findings.close_forms),
            class_name="mt-4 flex flex-wrap gap-3",
        ),
    )


def reason_form() -> View:
    """Asks why the device is suspended."""
    return live_form(
        Findings.suspend,
        "suspend",
        rx.el.p(word("findings.suspend_sure"), class_name="lead mt-2"),
        field(
            "reason",
            "venue.reason",
            "venue.reason_hint",
            max_length=200,
            min_length=2,
            required=True,
            auto_focus=True,
        ),
        rx.el.div(
            submit("findings.suspend", "button button-bad"),
            cancel_button(Findings.close_forms),
            class_name="mt-4 flex flex-wrap gap-3",
        ),
    )
