"""Buttons that ask the server for something."""

from typing import Any

import reflex as rx

from portal.words import word


def button(label: str, on_click: Any, look: str = "button", **props: Any) -> rx.Component:
    """A button with a text."""
    return rx.el.button(word(label), on_click=on_click, type="button", class_name=look, **props)


def more_button(has_more: Any, on_click: Any) -> rx.Component:
    """The way to the rest of a list, while there is a rest."""
    return rx.cond(
        has_more, button("frame.more", on_click, "button button-quiet w-full mt-4"), rx.fragment()
    )


def cancel_button(on_click: Any) -> rx.Component:
    """The way out of a form."""
    return button("frame.cancel", on_click, "button button-quiet")
