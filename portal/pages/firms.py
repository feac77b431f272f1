"""The firms that one may act for."""

import reflex as rx

from portal.components.buttons import button, cancel_button
from portal.components.forms import field, live_form, submit
from portal.components.frame import page
from portal.components.parts import confirm_link, empty, section, waiting
from portal.components.view import View, any_of
from portal.state.firms import OwnFirms
from portal.words import word


def firms() -> View:
    """The page behind `/firms`."""
    return page(
        "firms.title",
        rx.cond(
            OwnFirms.firms_ready, rx.cond(OwnFirms.device_confirmed, content(), unconfirmed()), waiting()
        ),
        at="me",
        back="/me",
    )


def unconfirmed() -> View:
    """First say who one is."""
    return empty("frame.confirm_first", "firms.lead", confirm_link())


def content() -> View:
    """The firms, and claiming another."""
    return rx.fragment(
        rx.el.p(word("firms.lead"), class_name="lead"),
        rx.cond(
            any_of(OwnFirms.firms),
            rx.el.ul(rx.foreach(OwnFirms.firms, firm_line), class_name="card p-0 lines mt-3"),
            empty("firms.none", "firms.none_text"),
        ),
        section(
            "firms.claim_title",
            live_form(
                OwnFirms.claim,
                "claim",
                field("credit_code", "firms.code", "firms.code_hint", max_length=40, required=True),
                submit("firms.claim", "button mt-4"),
                class_name="card",
            ),
        ),
    )


def firm_line(one: View) -> View:
    """One firm, and for its legal representative those who may act for it."""
    return rx.el.li(
        rx.el.div(
            rx.el.div(rx.el.strong(one.name), rx.el.p(one.code), class_name="line-text"),
            rx.el.span(one.role, class_name="tag"),
            class_name="flex items-start gap-3",
        ),
        rx.cond(
            one.legal,
            rx.cond(
                OwnFirms.opened == one.id,
                agents(),
                button(
                    "firms.agents",
                    OwnFirms.open(one.id),
                    "link",
                    aria_label=word("firms.agents") + " " + one.name,
                ),
            ),
            rx.fragment(),
        ),
        class_name="px-4 py-3",
    )


def agents() -> View:
    """Who may act for it, and naming another."""
    return rx.fragment(
        rx.el.ul(
            rx.foreach(
                OwnFirms.agents,
                lambda one: rx.el.li(
                    rx.el.span(one.name, " ", one.phone, " · ", one.role),
                    rx.cond(
                        one.removable,
                        button(
                            "firms.remove",
                            OwnFirms.remove(one.id),
                            "link link-bad",
                            aria_label=word("firms.remove") + " " + one.phone,
                        ),
                        rx.fragment(),
                    ),
                    class_name="flex flex-wrap items-center gap-x-3",
                ),
            ),
            class_name="mt-2",
        ),
        live_form(
            OwnFirms.add,
            "add",
            field("phone", "firms.phone", "firms.phone_hint", type="tel", max_length=32, required=True),
            rx.el.div(
                submit("firms.add", "button"),
                cancel_button(OwnFirms.close),
                class_name="mt-4 flex flex-wrap gap-3",
            ),
        ),
    )
