"""How messages go out: a board that refreshes itself, and the deliveries that did not get through."""

import reflex as rx

from portal.components.applications import state_tag
from portal.components.buttons import button, more_button
from portal.components.choosing import chip, chips
from portal.components.frame import page
from portal.components.parts import empty, for_operators, icon, section, waiting
from portal.components.ticker import ticker
from portal.components.view import View, any_of
from portal.state.deliveries import REFRESH_SECONDS, Deliveries
from portal.words import word


def deliveries() -> View:
    """The page behind `/deliveries`."""
    shown = rx.cond(Deliveries.deliveries_ready, content(), waiting(6))
    return page("deliveries.title", for_operators(shown), wide=True, back="/")


def content() -> View:
    """The board, and one by one."""
    return rx.fragment(
        refreshing(),
        section(
            "deliveries.boards",
            rx.cond(
                any_of(Deliveries.boards),
                rx.el.ul(rx.foreach(Deliveries.boards, board), class_name="boards"),
                empty("deliveries.none", "deliveries.none_text"),
            ),
        ),
        section(
            "deliveries.list",
            chips(
                "deliveries.list",
                rx.foreach(
                    Deliveries.delivery_states,
                    lambda one: chip(one.title, Deliveries.chosen_state == one.id, Deliveries.choose(one.id)),
                ),
            ),
            rx.el.div(
                rx.cond(
                    any_of(Deliveries.delivery_lines),
                    rx.fragment(
                        rx.el.ul(
                            rx.foreach(Deliveries.delivery_lines, delivery_line), class_name="card p-0 lines"
                        ),
                        more_button(Deliveries.more_deliveries, Deliveries.load_more),
                    ),
                    empty("deliveries.list_none", "deliveries.list_none_text"),
                ),
                class_name="mt-3",
            ),
        ),
    )


def refreshing() -> View:
    """When it was read last, and stopping that."""
    return rx.el.div(
        rx.el.p(Deliveries.read_at, class_name="hint line-text"),
        rx.cond(
            Deliveries.refreshing,
            rx.fragment(
                ticker(REFRESH_SECONDS, Deliveries.refresh),
                button("deliveries.pause", Deliveries.set_refreshing(False), "link"),
            ),
            button("deliveries.resume", Deliveries.set_refreshing(True), "link"),
        ),
        class_name="section-head",
    )


def board(one: View) -> View:
    """One provider: how well it does, and how much is where."""
    return rx.el.li(
        rx.el.div(
            rx.el.div(
                rx.el.h3(one.title, class_name="h2 line-text"),
                state_tag(one.state, one.tone),
                class_name="flex items-start gap-3",
            ),
            rx.el.p(
                rx.el.span(one.within, class_name="figure"),
                " ",
                rx.el.span(word("deliveries.within"), class_name="lead"),
                class_name="mt-2",
            ),
            rx.el.p(one.speed, class_name="hint"),
            rx.cond(
                one.oldest != "",
                rx.el.p(icon("clock_alert", 16), one.oldest, class_name="text-warn flex items-center gap-1"),
                rx.fragment(),
            ),
            class_name="p-4",
        ),
        rx.el.table(
            rx.el.thead(
                rx.el.tr(
                    rx.el.th(word("deliveries.state"), scope="col"),
                    rx.el.th(word("deliveries.hour"), scope="col", class_name="text-right"),
                    rx.el.th(word("deliveries.day"), scope="col", class_name="text-right"),
                )
            ),
            rx.el.tbody(rx.foreach(one.rows, count_row)),
            class_name="table",
        ),
        class_name="card p-0",
    )


def count_row(one: View) -> View:
    """How many are in one state."""
    return rx.el.tr(
        rx.el.th(one.title, scope="row"),
        rx.el.td(one.hour, class_name="text-right"),
        rx.el.td(one.day, class_name="text-right"),
    )


def delivery_line(one: View) -> View:
    """What kind, over which way, how often tried, and what went wrong."""
    return rx.el.li(
        rx.el.div(
            rx.el.strong(one.title),
            rx.el.p(one.facts),
            rx.cond(one.error != "", rx.el.p(one.error, class_name="text-bad"), rx.fragment()),
            class_name="line-text",
        ),
        state_tag(one.state, one.tone),
        class_name="line line-wrap",
    )
