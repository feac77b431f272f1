"""Home: the city, the code card, who checked it last, and what is used every day."""

import reflex as rx

from portal.components.applications import application_line
from portal.components.frame import bar_below, choices, said, skip
from portal.components.parts import anchor, empty, icon, link, section, waiting
from portal.components.records import record_list
from portal.components.reminders import reminder_list
from portal.components.search import search_form
from portal.components.view import View, any_of
from portal.components.work import work
from portal.state.home import Home
from portal.words import word


def home() -> View:
    """The page behind `/`."""
    return rx.fragment(
        skip(),
        rx.el.header(
            rx.el.div(
                rx.el.div(
                    rx.el.h1(word("frame.city")), rx.el.p(word("frame.product")), class_name="bar-title"
                ),
                choices(),
                class_name="bar",
            ),
            class_name="hero pb-20",
        ),
        rx.el.main(
            code_card(),
            said(),
            rx.cond(any_of(Home.reminders), reminders(), rx.fragment()),
            rx.el.div(search_form(), class_name="mt-5"),
            quick_bar(),
            rx.cond(any_of(Home.cases), cases(), rx.fragment()),
            work(),
            section("home.recent", newest(), action=all_records()),
            id="content",
            tab_index=-1,
            class_name="sheet",
        ),
        bar_below("home"),
    )


def code_card() -> View:
    """One tap to the code, or to what is missing for it."""
    return rx.el.section(
        rx.el.div(
            rx.el.div(
                rx.el.h2(word("home.code_title"), class_name="text-20 font-semibold"),
                rx.el.p(
                    rx.cond(
                        Home.name != "", word("home.greeting") + " · " + Home.name, word("home.code_text")
                    ),
                    class_name="lead",
                ),
                class_name="line-text",
            ),
            rx.el.div(icon("qr_code", 52), class_name="plate", aria_hidden="true"),
            class_name="flex items-center gap-4",
        ),
        rx.cond(
            Home.ready & Home.suspended,
            paused("home.suspended_title", "home.suspended_text"),
            rx.cond(
                Home.ready & Home.device_suspended,
                paused("home.device_suspended_title", "home.device_suspended_text"),
                rx.cond(
                    Home.ready & ~Home.device_confirmed,
                    unconfirmed(),
                    anchor(word("home.show"), href="/code", class_name="button w-full mt-4"),
                ),
            ),
        ),
        class_name="card p-5 -mt-16",
    )


def paused(title: str, text: str) -> View:
    """Why no code is shown, and where that can be mended."""
    return rx.el.div(
        icon("circle_alert"),
        rx.el.div(rx.el.strong(word(title)), rx.el.p(word(text))),
        class_name="notice mt-4",
    )


def unconfirmed() -> View:
    """Why there is no code yet, and the way to it."""
    return rx.fragment(
        rx.el.div(
            icon("id_card"),
            rx.cond(
                Home.confirmed,
                rx.el.div(rx.el.strong(word("home.device_title")), rx.el.p(word("home.device_text"))),
                rx.el.div(rx.el.strong(word("home.identity_title")), rx.el.p(word("home.identity_text"))),
            ),
            class_name="notice mt-4",
        ),
        anchor(word("home.identity_go"), href="/me/identity", class_name="button w-full mt-3"),
    )


def quick_bar() -> View:
    """What is used most, one tap away."""
    return rx.el.nav(
        link(icon("folder_open"), word("home.quick_applications"), to="/applications"),
        inbox(),
        link(icon("history"), word("home.quick_records"), to="/verifications"),
        anchor(icon("image"), word("home.quick_picture"), href="/picture"),
        aria_label=word("home.quick"),
        class_name="card p-2 mt-3 quick",
    )


def inbox() -> View:
    """The way to the messages, with how many are unread."""
    return link(
        rx.el.span(
            icon("mail"),
            rx.cond(
                Home.unread != "",
                rx.el.span(
                    Home.unread,
                    rx.el.span(word("messages.unread"), class_name="unseen"),
                    class_name="badge",
                ),
                rx.fragment(),
            ),
            class_name="badged",
        ),
        word("home.quick_messages"),
        to="/messages",
    )


def reminders() -> View:
    """What comes up, what is due first at the top."""
    return section(
        "home.reminders",
        reminder_list(Home.reminders),
        action=link(
            word("home.all"),
            icon("chevron_right", 18),
            to="/reminders",
            aria_label=word("reminders.title"),
            class_name="link",
        ),
    )


def cases() -> View:
    """What is under way, and what waits for oneself."""
    return section(
        "home.cases",
        rx.el.ul(rx.foreach(Home.cases, application_line), class_name="card p-0 lines"),
        action=link(
            word("home.all"),
            icon("chevron_right", 18),
            to="/applications",
            aria_label=word("applications.title"),
            class_name="link",
        ),
    )


def newest() -> View:
    """The last few checks, or what will stand here."""
    return rx.cond(
        Home.newest_ready,
        rx.cond(
            any_of(Home.newest),
            record_list(Home.newest),
            rx.cond(
                Home.device_confirmed,
                empty("home.recent_empty", "home.recent_empty_text"),
                rx.cond(
                    Home.device_suspended,
                    empty("home.recent_paused", "home.recent_empty_text"),
                    empty("home.recent_hidden", "home.recent_empty_text"),
                ),
            ),
        ),
        waiting(),
    )


def all_records() -> View:
    """The way to the whole list."""
    return link(
        word("home.all"),
        icon("chevron_right", 18),
        to="/verifications",
        aria_label=word("records.title"),
        class_name="link",
    )
