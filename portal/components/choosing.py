"""Chips: small switches above a list that say which part of it is shown."""

import reflex as rx

from portal.components.view import View
from portal.words import word


def chips(label: str, *content: View) -> View:
    """Some chips that belong together."""
    return rx.el.div(*content, role="group", aria_label=word(label), class_name="flex flex-wrap gap-2 mt-3")


def chip(title: View, here: View, on_click: View) -> View:
    """One of them; `here`: its part is shown."""
    return rx.el.button(
        title,
        type="button",
        on_click=on_click,
        aria_pressed=rx.cond(here, "true", "false"),
        class_name="chip",
    )


def two_lists(chosen: View, choose: View, first: tuple[str, str], second: tuple[str, str]) -> View:
    """Two lists of which one is shown; each by its name and the text for it."""
    return rx.el.div(
        *[
            rx.el.button(
                word(label),
                type="button",
                on_click=choose(name),
                aria_pressed=rx.cond(chosen == name, "true", "false"),
                class_name=rx.cond(chosen == name, "button button-small", "button button-quiet button-small"),
            )
            for name, label in (first, second)
        ],
        class_name="flex gap-2 mt-2",
    )
