"""One reminder: what to do until when, the one big button, and why one gets it."""

import reflex as rx

from portal.components.buttons import button, cancel_button
from portal.components.forms import live_form, submit
from portal.components.frame import page
from portal.components.parts import icon, link, section, waiting
from portal.components.reminders import left_tag
from portal.components.view import View
from portal.pages.service import offer
from portal.pages.why import why
from portal.state.reminder import OneReminder
from portal.words import word


def reminder() -> View:
    """The page behind `/reminders/[reminder]`."""
    return page(
        "reminder.title",
        rx.cond(OneReminder.reminder_ready, content(), waiting()),
        at="home",
        back="/reminders",
    )


def content() -> View:
    """What, the way to it, the answers, and why."""
    return rx.fragment(
        heading(),
        action(),
        rx.cond(OneReminder.reminder_open, answers(), rx.fragment()),
        section("reminder.why", why()),
        rx.cond(OneReminder.may_mute, muting(), rx.fragment()),
    )


def heading() -> View:
    """Of which kind, what, and until when."""
    return rx.el.div(
        rx.el.div(
            rx.el.p(OneReminder.reminder_kind, class_name="lead line-text"),
            rx.cond(
                OneReminder.reminder_left != "",
                left_tag(OneReminder.reminder_left, OneReminder.reminder_tone),
                rx.fragment(),
            ),
            class_name="flex items-center gap-3",
        ),
        rx.el.h2(OneReminder.reminder_title, class_name="text-24 font-semibold mt-1"),
        rx.el.p(OneReminder.reminder_text, class_name="text-17 mt-2"),
        rx.cond(
            OneReminder.reminder_until != "",
            rx.el.p(
                word("reminder.until"), " ", rx.el.strong(OneReminder.reminder_until), class_name="lead mt-2"
            ),
            rx.fragment(),
        ),
        rx.cond(
            OneReminder.reminder_over != "",
            rx.el.p(OneReminder.reminder_over, class_name="lead mt-2"),
            rx.fragment(),
        ),
        class_name="card mt-2",
    )


def action() -> View:
    """The one big button: it begins the application, goes on with it, or opens a page."""
    return rx.cond(
        OneReminder.has_service,
        live_form(
            OneReminder.begin,
            "begin",
            rx.cond(OneReminder.offers_prefill, offer("prefill", "service.prefill"), rx.fragment()),
            rx.cond(
                OneReminder.offers_sensitive, offer("sensitive", "service.prefill_sensitive"), rx.fragment()
            ),
            rx.el.p(OneReminder.action_title, class_name="hint mt-3"),
            rx.cond(
                OneReminder.is_begun,
                submit("reminder.go_on", "button w-full mt-2"),
                submit("reminder.begin", "button w-full mt-2"),
            ),
        ),
        rx.cond(
            OneReminder.action_path != "",
            link(OneReminder.action_title, to=OneReminder.action_path, class_name="button w-full mt-4"),
            rx.fragment(),
        ),
    )


def answers() -> View:
    """What one may say about it, and when one is told again."""
    return rx.fragment(
        rx.el.p(OneReminder.reminder_next, class_name="hint mt-4"),
        rx.el.div(
            answer("done", "reminder.done"),
            answer("not-needed", "reminder.not_needed"),
            answer("later", "reminder.later"),
            role="group",
            aria_label=word("reminder.answer"),
            class_name="flex flex-wrap gap-3 mt-2",
        ),
    )


def answer(name: str, label: str) -> View:
    """One of the answers."""
    return button(label, OneReminder.answer(name), "button button-quiet button-small")


def muting() -> View:
    """Getting no more of its kind, asked once more."""
    return rx.el.div(
        rx.cond(
            OneReminder.muting,
            rx.el.div(
                rx.el.p(OneReminder.mute_question, role="status", class_name="lead"),
                rx.el.div(
                    button("reminder.mute_go", OneReminder.mute),
                    cancel_button(OneReminder.ask_to_mute(False)),
                    class_name="mt-3 flex flex-wrap gap-3",
                ),
                class_name="card",
            ),
            rx.el.button(
                icon("bell_off", 18),
                OneReminder.mute_label,
                on_click=OneReminder.ask_to_mute(True),
                type="button",
                class_name="link",
            ),
        ),
        class_name="mt-4 flex flex-col items-center",
    )
