"""The catalogue: one search field, what happens in life, and the departments."""

import reflex as rx

from portal.components.buttons import button
from portal.components.frame import page
from portal.components.parts import empty, icon, link, section, waiting
from portal.components.view import View, any_of
from portal.state.services import Services
from portal.words import word


def services() -> View:
    """The page behind `/services`."""
    return page(
        "services.title",
        search_form(),
        rx.cond(
            Services.services_ready,
            rx.cond(
                Services.heading != "",
                results(),
                rx.cond(Services.words != "", results(), tiles()),
            ),
            waiting(),
        ),
        at="services",
        back="/",
    )


def search_form() -> View:
    """Say it in your own words."""
    return rx.el.form(
        rx.el.label(word("services.search_label"), html_for="q", class_name="unseen"),
        rx.el.div(
            rx.el.input(
                id="q",
                name="q",
                type="search",
                max_length=100,
                placeholder=word("services.search_hint"),
                default_value=Services.words,
                key=Services.words,
                enter_key_hint="search",
                class_name="input mt-0",
            ),
            rx.el.button(
                icon("search", 20),
                rx.el.span(word("services.search"), class_name="unseen"),
                type="submit",
                class_name="button",
            ),
            class_name="flex gap-2",
        ),
        on_submit=Services.search,
        role="search",
        class_name="mt-2",
    )


def results() -> View:
    """The services that were found, or are listed under one heading."""
    return section_of(
        rx.cond(
            any_of(Services.service_lines),
            rx.el.ul(rx.foreach(Services.service_lines, service_line), class_name="card p-0 lines"),
            empty("services.none", "services.none_text"),
        )
    )


def section_of(*content: View) -> View:
    """A section under the heading of what was asked for, and the way back."""
    return rx.el.section(
        rx.el.div(
            rx.el.h2(Services.heading, aria_live="polite"),
            button("services.all", Services.clear, "link"),
            class_name="section-head",
        ),
        *content,
        class_name="section",
    )


def service_line(one: View) -> View:
    """One service: what it is, what one gets, who does it and how long it takes."""
    return rx.el.li(
        link(
            rx.el.div(
                rx.el.strong(one.title),
                rx.el.p(one.summary),
                rx.el.p(one.facts, class_name="hint"),
                class_name="line-text",
            ),
            icon("chevron_right", 20),
            to="/services/" + one.id,
            class_name="line",
        )
    )


def tiles() -> View:
    """Everything, by what happens in life and by department."""
    return rx.fragment(
        section("services.for_people", tile_grid(Services.people_tiles)),
        section("services.for_firms", tile_grid(Services.firm_tiles)),
        section(
            "services.by_department",
            rx.el.ul(
                rx.foreach(
                    Services.department_tiles,
                    lambda one: rx.el.li(link(one.title, to=one.path, class_name="chip")),
                ),
                class_name="flex flex-wrap gap-2",
            ),
        ),
    )


def tile_grid(found: View) -> View:
    """Two in a row, each with what is behind it."""
    return rx.el.ul(
        rx.foreach(
            found,
            lambda one: rx.el.li(
                link(
                    rx.el.strong(one.title),
                    rx.el.p(one.text, class_name="hint"),
                    to=one.path,
                    class_name="tile",
                )
            ),
        ),
        class_name="tiles",
    )
