"""Buttons that ask the server for something."""

import reflex as rx

from portal.components.view import View
from portal.words import word


def button(label: str, on_click: View, look: str = "button", **props: View) -> View:
    """A button with a text."""
    return rx.el.button(word(label), on_click=on_click, type="button", class_name=look, **props)


def more_button(has_more: View, on_click: View) -> View:
    """The way to the rest of a list, while there is a rest."""
    return rx.cond(has_more, button("frame.more", on_click, "button button-quiet w-full mt-4"), rx.fragment())


def cancel_button(on_click: View) -> View:
    """The way out of a form."""
    return button("frame.cancel", on_click, "button button-quiet")
