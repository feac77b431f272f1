"""The catalogue: one search field, what happens in life, and the departments."""

import reflex as rx

from portal.components.frame import page
from portal.components.parts import empty, icon, link, section, waiting
from portal.components.search import search_form
from portal.components.view import View, any_of
from portal.state.services import Services
from portal.words import word

# The pictures of content/life-events; another one is shown as the first.
ICONS = [
    "sun", "accessibility", "armchair", "baby", "briefcase", "car", "door_closed", "factory", "flower",
    "heart", "hospital", "house", "id_card", "life_buoy", "medal", "plane", "school", "stethoscope", "store",
    "truck", "users", "utensils", "wallet",
]  # fmt: skip


def services() -> View:
    """The page behind `/services`."""
    return page(
        "services.title",
        search_form(Services.words),
        rx.cond(Services.services_ready, rx.cond(Services.heading != "", results(), overview()), waiting(5)),
        at="services",
        back="/",
    )


def results() -> View:
    """The services that were found, or belong together, and the way back to all."""
    return rx.el.section(
        rx.el.div(
            rx.el.h2(Services.heading),
            link(word("services.all"), to="/services", class_name="link flex-none"),
            class_name="section-head",
        ),
        rx.el.p(Services.heading, role="status", class_name="unseen"),
        rx.cond(
            any_of(Services.service_lines),
            rx.fragment(
                rx.el.ul(rx.foreach(Services.service_lines, service_line), class_name="card p-0 lines"),
                rx.cond(
                    Services.words != "",
                    rx.el.p(word("services.not_it"), class_name="hint mt-3"),
                    rx.fragment(),
                ),
            ),
            empty("services.none", "services.none_text"),
        ),
        class_name="section",
    )


def service_line(one: View) -> View:
    """One service: what it is, what one gets, who does it, how long it takes and what it costs."""
    return rx.el.li(
        link(
            rx.el.div(
                rx.el.strong(one.title),
                rx.el.p(one.summary, class_name="text-15"),
                rx.el.p(one.facts),
                class_name="line-text",
            ),
            icon("chevron_right", 20),
            to="/services/" + one.id,
            class_name="line",
        )
    )


def overview() -> View:
    """Everything, by what happens in life and by department."""
    return rx.fragment(
        rx.el.div(
            link(
                icon("folder_open"),
                rx.el.div(
                    rx.el.strong(word("applications.title")),
                    rx.el.p(word("services.own_text")),
                    class_name="line-text",
                ),
                icon("chevron_right", 20),
                to="/applications",
                class_name="line",
            ),
            class_name="card p-0 mt-4",
        ),
        section("services.for_people", tile_grid(Services.people_tiles)),
        section("services.for_firms", tile_grid(Services.firm_tiles)),
        rx.el.details(
            rx.el.summary(
                rx.el.h2(word("services.by_department"), class_name="h2"),
                icon("chevron_down", 20),
                class_name="line fold",
            ),
            rx.el.ul(rx.foreach(Services.department_tiles, department_line), class_name="lines"),
            class_name="card p-0 section",
        ),
    )


def tile_grid(found: View) -> View:
    """Two in a row, each with a picture and what is behind it."""
    return rx.el.ul(
        rx.foreach(
            found,
            lambda one: rx.el.li(
                link(
                    rx.match(one.icon, *[(name, icon(name)) for name in ICONS], icon(ICONS[0])),
                    rx.el.strong(one.title),
                    rx.el.span(one.text),
                    to=one.path,
                    class_name="tile",
                )
            ),
        ),
        class_name="tiles",
    )


def department_line(one: View) -> View:
    """One department and what it does."""
    return rx.el.li(
        link(
            rx.el.div(rx.el.strong(one.title), rx.el.p(one.text), class_name="line-text"),
            icon("chevron_right", 20),
            to=one.path,
            class_name="line",
        )
    )
