"""An address at which there is nothing."""

import reflex as rx

from portal.components.frame import page
from portal.words import word


def missing() -> rx.Component:
    """What stands there instead."""
    return page(
        "missing.title",
        rx.el.div(
            rx.el.p(word("missing.text")),
            rx.el.a(word("missing.home"), href="/", class_name="button mt-4"),
            class_name="empty",
        ),
        dock=False,
    )
