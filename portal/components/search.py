"""The one field in which people say what they need."""

import reflex as rx

from portal.components.parts import icon
from portal.components.view import View
from portal.state.services import Services
from portal.words import word


def search_form(typed: View = "") -> View:
    """A labelled field; `typed` stands in it already."""
    return rx.el.form(
        rx.el.label(word("services.search_label"), html_for="q", class_name="field-title"),
        rx.el.div(
            rx.el.input(
                id="q",
                name="q",
                type="search",
                max_length=100,
                placeholder=word("services.search_hint"),
                default_value=typed,
                key=typed,
                auto_complete="off",
                enter_key_hint="search",
                class_name="input mt-0",
            ),
            rx.el.button(
                icon("search"),
                type="submit",
                aria_label=word("services.search"),
                class_name="button flex-none px-4",
            ),
            class_name="flex gap-2 mt-2",
        ),
        on_submit=Services.search,
        role="search",
    )
