"""One application with its timeline."""

import reflex as rx

from portal.components.applications import state_tag, timeline
from portal.components.buttons import button, cancel_button
from portal.components.forms import field, live_form, submit
from portal.components.frame import page
from portal.components.parts import icon, link, section, waiting
from portal.components.view import View, any_of
from portal.pages.apply_files import file_line
from portal.state.application import OneApplication
from portal.words import word


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
        heading(),
        rx.cond(OneApplication.application_asked != "", asked(), rx.fragment()),
        rx.cond(
            OneApplication.may_fill_in & (OneApplication.application_asked == ""),
            link(word("application.go_on"), to=OneApplication.form_path, class_name="button w-full mt-3"),
            rx.fragment(),
        ),
        rx.cond(OneApplication.application_certificate != "", certificate(), rx.fragment()),
        rx.cond(OneApplication.may_rate, rating_form(), rx.fragment()),
        rx.el.p(OneApplication.rated, class_name="lead mt-3"),
        section("application.history", timeline(OneApplication.application_events)),
        rx.cond(any_of(OneApplication.given_answers), given(), rx.fragment()),
        rx.el.div(
            rx.cond(OneApplication.may_withdraw, withdrawing(), rx.fragment()),
            rx.cond(OneApplication.may_discard, discarding(), rx.fragment()),
            class_name="mt-4 flex flex-col items-center",
        ),
    )


def heading() -> View:
    """What it is for, where it stands, and what that means."""
    return rx.el.div(
        rx.el.div(
            rx.el.div(
                rx.el.h2(OneApplication.application_title, class_name="text-20 font-semibold"),
                rx.el.p(OneApplication.application_department, class_name="lead"),
                rx.el.p(word("apply.number"), " ", OneApplication.application_number, class_name="hint"),
                class_name="line-text",
            ),
            state_tag(OneApplication.application_state, OneApplication.application_tone),
            class_name="flex items-start gap-3",
        ),
        rx.el.p(OneApplication.application_now, class_name="mt-3 text-17"),
        rx.cond(
            OneApplication.application_due != "",
            rx.el.p(OneApplication.application_due, class_name="lead mt-1"),
            rx.fragment(),
        ),
        class_name="card",
    )


def certificate() -> View:
    """What the approval brought, and where it is."""
    return rx.el.div(
        icon("wallet_cards"),
        rx.el.div(
            rx.el.strong(OneApplication.application_certificate),
            rx.el.p(link(word("application.in_wallet"), to="/wallet", class_name="link")),
        ),
        class_name="notice notice-good mt-3",
    )


def given() -> View:
    """What was handed in, for those who want to see it again."""
    return rx.el.details(
        rx.el.summary(
            rx.el.h2(word("application.given"), class_name="h2"),
            icon("chevron_down", 20),
            class_name="line fold",
        ),
        rx.el.dl(
            rx.foreach(
                OneApplication.given_answers,
                lambda one: rx.el.div(
                    rx.el.dt(one.label, class_name="flex-none max-w-1/2 lead"),
                    rx.el.dd(one.shown_value, class_name="line-text text-right"),
                    class_name="line",
                ),
            ),
            class_name="lines",
        ),
        rx.foreach(
            OneApplication.given_materials,
            lambda one: rx.el.div(
                rx.el.h3(one.title, class_name="field-title"),
                rx.cond(one.source != "", rx.el.p(one.source, class_name="hint"), rx.fragment()),
                rx.el.ul(rx.foreach(one.files, lambda file: file_line(file, True))),
                class_name="px-4 pb-4",
            ),
        ),
        class_name="card p-0 section",
    )


def asked() -> View:
    """What the office wants corrected, and the way to it."""
    return rx.el.div(
        icon("pencil"),
        rx.el.div(
            rx.el.strong(word("apply.asked")),
            rx.el.p(OneApplication.application_asked, class_name="whitespace-pre-line"),
            link(word("application.correct"), to=OneApplication.form_path, class_name="button mt-3"),
        ),
        class_name="notice mt-3",
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


def withdrawing() -> View:
    """Taking it back, asked once more."""
    return rx.cond(
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
            class_name="card w-full",
        ),
        button("application.withdraw", OneApplication.ask("withdraw"), "link link-bad"),
    )


def discarding() -> View:
    """Forgetting the draft, asked once more."""
    return rx.cond(
        OneApplication.asking == "discard",
        rx.el.div(
            rx.el.p(word("application.discard_sure"), class_name="lead"),
            rx.el.div(
                button("application.discard", OneApplication.discard, "button button-bad"),
                cancel_button(OneApplication.ask("")),
                class_name="mt-4 flex flex-wrap gap-3",
            ),
            class_name="card w-full",
        ),
        button("application.discard", OneApplication.ask("discard"), "link link-bad"),
    )
