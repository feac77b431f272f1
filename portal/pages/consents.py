"""What one agreed to."""

import reflex as rx

from portal.components.buttons import button
from portal.components.frame import page
from portal.components.parts import waiting
from portal.components.view import View
from portal.state.consents import Consents
from portal.words import word


def consents() -> View:
    """The page behind `/consents`."""
    return page(
        "consents.title",
        rx.el.p(word("consents.lead"), class_name="lead"),
        rx.cond(
            Consents.consents_ready,
            rx.el.ul(rx.foreach(Consents.consents, consent), class_name="flex flex-col gap-3 mt-3"),
            waiting(),
        ),
        at="me",
        back="/me",
    )


def consent(one: View) -> View:
    """One thing to agree to, and how it stands."""
    return rx.el.li(
        rx.el.h2(one.title, class_name="h2"),
        rx.el.p(one.text, class_name="mt-1"),
        rx.cond(
            one.given != "",
            rx.fragment(
                rx.el.p(one.given, class_name="hint mt-2"),
                button(
                    "consents.withdraw",
                    Consents.withdraw(one.id),
                    "link link-bad",
                    aria_label=word("consents.withdraw") + " " + one.title,
                ),
            ),
            button(
                "consents.agree",
                Consents.agree(one.id),
                "button mt-3",
                aria_label=word("consents.agree") + " " + one.title,
            ),
        ),
        class_name="card",
    )
