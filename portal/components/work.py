"""The ways to one's work."""

import reflex as rx

from portal.components.parts import icon, link, section
from portal.components.view import View
from portal.state.session import Session
from portal.words import word


def work() -> View:
    """The way to one's work, for those who have some."""
    return rx.cond(Session.is_manager | Session.is_staff, section("home.work", work_links()), rx.fragment())


def work_links() -> View:
    """Where managers and operators work."""
    return rx.el.ul(
        rx.cond(
            Session.is_staff,
            rx.fragment(
                work_link("inbox", "desk.title", "/desk"),
                work_link("list_checks", "tasks.title", "/tasks"),
            ),
            rx.fragment(),
        ),
        rx.cond(
            Session.gives_posts,
            rx.fragment(
                work_link("user_cog", "staff.title", "/staff"),
                work_link("alarm_clock", "scenarios.title", "/scenarios"),
                work_link("hand_coins", "policies.title", "/policies"),
            ),
            rx.fragment(),
        ),
        rx.cond(Session.is_manager, work_link("store", "venues.title", "/venues"), rx.fragment()),
        rx.cond(
            Session.is_operator,
            rx.fragment(
                work_link("building_2", "organisations.title", "/organisations"),
                work_link("users", "residents.title", "/residents"),
                work_link("scan_search", "findings.title", "/findings"),
                work_link("send", "deliveries.title", "/deliveries"),
            ),
            rx.fragment(),
        ),
        class_name="card p-0 lines",
    )


def work_link(picture: str, title: str, path: str) -> View:
    """One place of work."""
    return rx.el.li(
        link(
            icon(picture),
            rx.el.div(rx.el.strong(word(title)), class_name="line-text"),
            icon("chevron_right", 20),
            to=path,
            class_name="line",
        )
    )
