"""An address at which there is nothing."""

import reflex as rx

from portal.components.frame import page
from portal.components.parts import anchor
from portal.components.view import View
from portal.words import word


def missing() -> View:
    """What stands there instead."""
    return page(
        "missing.title",
        rx.el.div(
            rx.el.p(word("missing.text")),
            anchor(word("missing.home"), href="/", class_name="button mt-4"),
            class_name="empty",
        ),
        dock=False,
    )
