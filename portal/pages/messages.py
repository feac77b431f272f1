"""The inbox: what the city has told me."""

import reflex as rx

from portal.components.buttons import button, more_button
from portal.components.choosing import chip, chips
from portal.components.frame import page
from portal.components.parts import anchor, empty, icon, link, waiting
from portal.components.view import View, any_of
from portal.state.messages import Messages
from portal.words import word


def messages() -> View:
    """The page behind `/messages`."""
    return page(
        "messages.title",
        rx.el.noscript(
            anchor(word("messages.plain"), href="/messages/plain", class_name="button w-full mb-4")
        ),
        search_form(),
        chips(
            "messages.categories",
            chip(word("messages.all"), Messages.chosen_kind == "", Messages.choose("")),
            rx.foreach(
                Messages.letter_kinds,
                lambda one: chip(one.title, Messages.chosen_kind == one.id, Messages.choose(one.id)),
            ),
        ),
        rx.el.div(
            rx.el.p(Messages.letters_about, role="status", class_name="lead line-text"),
            rx.cond(
                Messages.any_unread & any_of(Messages.letters),
                button("messages.read_all", Messages.read_all, "link"),
                rx.fragment(),
            ),
            class_name="section-head",
        ),
        rx.cond(Messages.letters_ready, letters(), waiting(4)),
        rx.el.p(link(word("messages.preferences"), to="/preferences", class_name="link"), class_name="mt-4"),
        at="home",
        back="/",
    )


def letters() -> View:
    """The messages that are shown, or why there are none."""
    return rx.cond(
        any_of(Messages.letters),
        rx.fragment(
            rx.el.ul(rx.foreach(Messages.letters, letter_line), class_name="card p-0 lines"),
            more_button(Messages.more_letters, Messages.load_more),
        ),
        rx.cond(
            Messages.letter_words != "",
            empty("messages.found_none", "messages.found_none_text"),
            rx.cond(
                Messages.chosen_kind != "",
                empty("messages.kind_none", "messages.kind_none_text"),
                empty("messages.empty", "messages.empty_text"),
            ),
        ),
    )


def search_form() -> View:
    """Words that stand in a message."""
    return rx.el.form(
        rx.el.label(word("messages.search"), html_for="message_q", class_name="unseen"),
        rx.el.div(
            rx.el.input(
                id="message_q",
                name="message_q",
                type="search",
                max_length=60,
                placeholder=word("messages.search_hint"),
                auto_complete="off",
                enter_key_hint="search",
                class_name="input mt-0",
            ),
            rx.el.button(
                icon("search", 20),
                type="submit",
                aria_label=word("messages.search_go"),
                class_name="button flex-none px-4",
            ),
            class_name="flex gap-2 mt-2",
        ),
        on_submit=Messages.search,
        role="search",
    )


def letter_line(one: View) -> View:
    """Title and time, and whether it is unread; opened, the text and where it leads."""
    is_open = Messages.opened == one.id
    return rx.el.li(
        rx.el.button(
            rx.el.span(
                rx.el.strong(one.title),
                rx.el.span(one.kind, " · ", one.time, class_name="hint block"),
                class_name="line-text",
            ),
            rx.cond(one.unread, rx.el.span(word("messages.unread"), class_name="tag"), rx.fragment()),
            rx.cond(is_open, icon("chevron_up", 20), icon("chevron_down", 20)),
            on_click=Messages.open(one.id),
            type="button",
            aria_expanded=rx.cond(is_open, "true", "false"),
            aria_controls="text-" + one.id,
            class_name="line w-full text-left cursor-pointer",
        ),
        rx.el.div(
            rx.cond(is_open, letter_text(one), rx.fragment()),
            id="text-" + one.id,
            class_name=rx.cond(is_open, "px-4 pb-3", ""),
        ),
    )


def letter_text(one: View) -> View:
    """What a message says, and the page it leads to."""
    return rx.fragment(
        rx.el.p(one.body),
        rx.cond(
            one.path != "",
            link(word("messages.go"), icon("chevron_right", 18), to=one.path, class_name="link mt-1"),
            rx.fragment(),
        ),
    )
