"""The inbox: what the city has told me."""

import reflex as rx

from portal.components.buttons import more_button
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
        rx.cond(
            Messages.letters_ready,
            rx.cond(
                any_of(Messages.letters),
                rx.fragment(
                    rx.el.ul(rx.foreach(Messages.letters, letter_line), class_name="card p-0 lines"),
                    more_button(Messages.more_letters, Messages.load_more),
                ),
                empty("messages.empty", "messages.empty_text"),
            ),
            waiting(4),
        ),
        at="home",
        back="/",
    )


def letter_line(one: View) -> View:
    """Title and time, and whether it is unread; opened, the text and where it leads."""
    is_open = Messages.opened == one.id
    return rx.el.li(
        rx.el.button(
            rx.el.span(
                rx.el.strong(one.title),
                rx.el.span(one.time, class_name="hint block"),
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
