"""A clerk's queue: counts, filters, search, and the applications by urgency."""

import reflex as rx

from portal.components.applications import state_tag
from portal.components.buttons import more_button
from portal.components.frame import page
from portal.components.parts import anchor, empty, icon, link, section, waiting
from portal.components.view import View, any_of
from portal.state.desk import Desk
from portal.words import word


def desk() -> View:
    """The page behind `/desk`."""
    return page(
        "desk.title",
        rx.cond(
            Desk.desk_ready,
            rx.cond(Desk.is_clerk, content(), empty("desk.no_post", "desk.no_post_text")),
            waiting(),
        ),
        wide=True,
        back="/",
    )


def content() -> View:
    """Where one works, what waits, and the queue."""
    return rx.fragment(
        rx.el.ul(
            rx.foreach(Desk.posts, lambda one: rx.el.li(one.title, class_name="hint")),
            aria_label=word("desk.posts"),
        ),
        search_form(),
        rx.el.div(
            rx.foreach(Desk.lights, light_chip),
            rx.foreach(Desk.counts, lambda one: chip(one.id, one.title, one.count)),
            chip("mine", word("desk.mine"), Desk.mine_count),
            role="group",
            aria_label=word("desk.filters"),
            class_name="flex flex-wrap gap-2 mt-3",
        ),
        section(
            "desk.queue",
            rx.cond(
                any_of(Desk.queue),
                rx.fragment(
                    rx.el.ul(rx.foreach(Desk.queue, queue_line), class_name="card p-0 lines"),
                    more_button(Desk.more_queue, Desk.load_more),
                ),
                empty("desk.empty", "desk.empty_text"),
            ),
            action=anchor(
                icon("download", 18), word("desk.csv"), href=Desk.csv_path, download=True, class_name="link"
            ),
        ),
    )


def search_form() -> View:
    """A number, a person's number, or words."""
    return rx.el.form(
        rx.el.label(word("desk.search"), html_for="desk_q", class_name="unseen"),
        rx.el.div(
            rx.el.input(
                id="desk_q",
                name="desk_q",
                type="search",
                max_length=100,
                placeholder=word("desk.search_hint"),
                class_name="input mt-0",
            ),
            rx.el.button(
                icon("search", 20),
                rx.el.span(word("desk.search"), class_name="unseen"),
                type="submit",
                class_name="button",
            ),
            class_name="flex gap-2",
        ),
        on_submit=Desk.search,
        role="search",
        class_name="mt-3",
    )


def chip(id_: View, title: View, count: View) -> View:
    """One filter with how much is behind it."""
    return rx.el.button(
        title,
        " ",
        rx.el.strong(count),
        type="button",
        on_click=Desk.choose(id_),
        aria_pressed=rx.cond(Desk.chosen == id_, "true", "false"),
        class_name="chip",
    )


def light_chip(one: View) -> View:
    """A light, which is a word and a sign as well as a colour."""
    return rx.el.button(
        rx.match(
            one.id,
            ("red", icon("circle_alert", 16)),
            ("amber", icon("clock_alert", 16)),
            icon("clock", 16),
        ),
        one.title,
        " ",
        rx.el.strong(one.count),
        type="button",
        on_click=Desk.choose(one.id),
        aria_pressed=rx.cond(Desk.chosen == one.id, "true", "false"),
        class_name=rx.match(one.id, ("red", "chip chip-bad"), ("amber", "chip chip-warn"), "chip chip-good"),
    )


def queue_line(one: View) -> View:
    """What, whose, where, since when, until when, and who has it."""
    return rx.el.li(
        link(
            rx.el.div(
                rx.el.strong(one.title),
                rx.el.p(one.who, " · ", one.place, " · ", one.number),
                rx.el.p(one.since, rx.cond(one.taken != "", " · " + one.taken, ""), class_name="hint"),
                rx.cond(one.due != "", due(one), rx.fragment()),
                class_name="line-text",
            ),
            state_tag(one.state, one.tone),
            to="/desk/" + one.id,
            class_name="line",
        )
    )


def due(one: View) -> View:
    """The deadline with its light."""
    return rx.match(
        one.light,
        ("red", rx.el.p(icon("circle_alert", 16), one.due, class_name="text-bad flex items-center gap-1")),
        ("amber", rx.el.p(icon("clock_alert", 16), one.due, class_name="text-warn flex items-center gap-1")),
        rx.el.p(icon("clock", 16), one.due, class_name="hint flex items-center gap-1"),
    )
