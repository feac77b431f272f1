"""One's applications."""

import reflex as rx

from portal.components.applications import application_line
from portal.components.buttons import more_button
from portal.components.frame import page
from portal.components.parts import confirm_link, empty, link, waiting
from portal.components.view import View, any_of
from portal.state.applications import Applications
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
