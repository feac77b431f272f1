"""One's applications, and one of them with its timeline."""

import reflex as rx

from portal.components.buttons import button, cancel_button, more_button
from portal.components.forms import field, live_form, submit
from portal.components.frame import page
from portal.components.parts import confirm_link, empty, icon, link, section, waiting
from portal.components.view import View, any_of
from portal.state.applications import Applications, OneApplication
from portal.words import word


def applications() -> View:
    """The page behind `/applications`."""
    return page(
        "applications.title",
        rx.cond(
            Applications.applications_ready,
            rx.cond(
                any_of(Applications.application_lines),
                rx.fragment(
                    rx.el.ul(
                        rx.foreach(Applications.application_lines, application_line),
                        class_name="card p-0 lines mt-2",
                    ),
                    more_button(Applications.more_applications, Applications.load_more),
                ),
                nothing(),
            ),
            waiting(),
        ),
        at="services",
        back="/",
    )


def nothing() -> View:
    """What will stand here."""
    return rx.cond(
        Applications.device_confirmed,
        empty(
            "applications.none",
            "applications.none_text",
            link(word("applications.find"), to="/services", class_name="button mt-4"),
        ),
        empty("applications.hidden", "applications.none_text", confirm_link()),
    )


def application_line(one: View) -> View:
    """What it is for, its number, where it stands, and until when."""
    return rx.el.li(
        link(
            rx.el.div(
                rx.el.strong(one.title), rx.el.p(one.number), rx.el.p(one.text), class_name="line-text"
            ),
            state_tag(one.state, one.tone),
            to=one.path,
            class_name="line",
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


def application() -> View:
    """The page behind `/applications/[application]`."""
    return page(
        "application.title",
        rx.cond(OneApplication.application_ready, content(), waiting()),
        at="services",
        back="/applications",
    )


def content() -> View:
    """Where it stands, what is to be done, what happened, and how it was."""
    return rx.fragment(
        rx.el.div(
            rx.el.div(
                rx.el.h2(OneApplication.application_title, class_name="text-20 font-semibold"),
                rx.el.p(OneApplication.application_department, class_name="lead"),
                rx.el.p(OneApplication.application_number, class_name="hint"),
                rx.el.p(OneApplication.application_due, class_name="hint"),
                class_name="line-text",
            ),
            state_tag(OneApplication.application_state, OneApplication.application_tone),
            class_name="card flex items-start gap-3",
        ),
        rx.cond(OneApplication.application_asked != "", asked(), rx.fragment()),
        rx.cond(
            OneApplication.may_fill_in & (OneApplication.application_asked == ""),
            link(word("application.go_on"), to=OneApplication.form_path, class_name="button w-full mt-3"),
            rx.fragment(),
        ),
        rx.cond(
            OneApplication.application_certificate != "",
            rx.el.div(
                icon("wallet_cards"),
                rx.el.div(
                    rx.el.strong(OneApplication.application_certificate),
                    rx.el.p(link(word("application.in_wallet"), to="/wallet", class_name="link")),
                ),
                class_name="notice notice-good mt-3",
            ),
            rx.fragment(),
        ),
        rx.cond(OneApplication.may_rate, rating_form(), rx.fragment()),
        rx.el.p(OneApplication.rated, class_name="lead mt-3"),
        section("application.history", timeline(OneApplication.application_events)),
        leaving(),
    )


def asked() -> View:
    """What the office wants corrected, and the way to it."""
    return rx.el.div(
        icon("pencil"),
        rx.el.div(
            rx.el.strong(word("apply.asked")),
            rx.el.p(OneApplication.application_asked),
            link(word("application.correct"), to=OneApplication.form_path, class_name="button mt-3"),
        ),
        class_name="notice mt-3",
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


def rating_form() -> View:
    """One to five stars and a word."""
    return live_form(
        OneApplication.rate,
        "rate",
        rx.el.fieldset(
            rx.el.legend(word("application.rate"), class_name="field-title"),
            rx.el.div(
                *[
                    rx.el.button(
                        rx.cond(OneApplication.stars >= stars, "★", "☆"),
                        type="button",
                        on_click=OneApplication.choose_stars(stars),
                        aria_pressed=rx.cond(OneApplication.stars == stars, "true", "false"),
                        aria_label=word(f"application.stars_{stars}"),
                        class_name="star",
                    )
                    for stars in range(1, 6)
                ],
                class_name="flex",
            ),
        ),
        field("comment", "application.comment", max_length=500),
        submit("application.send_rating", "button mt-4"),
        class_name="card mt-4",
    )


def leaving() -> View:
    """Withdrawing or discarding, asked once more."""
    return rx.fragment(
        rx.cond(
            OneApplication.may_withdraw,
            rx.cond(
                OneApplication.asking == "withdraw",
                live_form(
                    OneApplication.withdraw,
                    "withdraw",
                    rx.el.p(word("application.withdraw_sure"), class_name="lead"),
                    field("reason", "application.withdraw_reason", max_length=500),
                    rx.el.div(
                        submit("application.withdraw", "button button-bad"),
                        cancel_button(OneApplication.ask("")),
                        class_name="mt-4 flex flex-wrap gap-3",
                    ),
                    class_name="card mt-4",
                ),
                button("application.withdraw", OneApplication.ask("withdraw"), "link link-bad"),
            ),
            rx.fragment(),
        ),
        rx.cond(
            OneApplication.may_discard,
            rx.cond(
                OneApplication.asking == "discard",
                rx.el.div(
                    rx.el.p(word("application.discard_sure"), class_name="lead"),
                    rx.el.div(
                        button("application.discard", OneApplication.discard, "button button-bad"),
                        cancel_button(OneApplication.ask("")),
                        class_name="mt-4 flex flex-wrap gap-3",
                    ),
                    class_name="card mt-4",
                ),
                button("application.discard", OneApplication.ask("discard"), "link link-bad"),
            ),
            rx.fragment(),
        ),
    )
