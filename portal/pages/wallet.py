"""Certificates."""

import reflex as rx

from portal.components.applications import state_tag
from portal.components.frame import page
from portal.components.parts import confirm_or_empty, icon, link, waiting
from portal.components.view import View, any_of
from portal.state.wallet import OwnCards
from portal.words import word


def wallet() -> View:
    """The page behind `/wallet`."""
    return page(
        "wallet.title",
        rx.el.p(word("wallet.lead"), class_name="lead"),
        rx.cond(
            OwnCards.cards_ready,
            rx.cond(
                any_of(OwnCards.cards),
                rx.el.ul(rx.foreach(OwnCards.cards, card), class_name="flex flex-col gap-3 mt-3"),
                confirm_or_empty(OwnCards.device_confirmed, "wallet.none", "wallet.none_text"),
            ),
            waiting(),
        ),
        rx.el.p(
            link(word("looks.title"), to="/looks", class_name="link"),
            link(word("consents.title"), to="/consents", class_name="link"),
            class_name="flex flex-wrap gap-x-6 mt-4",
        ),
        at="wallet",
        back="/",
    )


def card(one: View) -> View:
    """One certificate."""
    return rx.el.li(
        rx.el.div(
            rx.el.div(
                rx.el.h2(one.title, class_name="h2"),
                rx.el.p(one.issuer, class_name="hint"),
                class_name="line-text",
            ),
            state_tag(one.state, one.tone),
            class_name="flex items-start gap-3",
        ),
        rx.cond(one.holder != "", rx.el.p(word("wallet.holder"), " ", one.holder), rx.fragment()),
        rx.cond(one.number != "", rx.el.p(one.number, class_name="text-17 mt-2"), rx.fragment()),
        rx.cond(one.until != "", rx.el.p(one.until), rx.fragment()),
        rx.el.ul(rx.foreach(one.lines, lambda line: rx.el.li(line, class_name="hint")), class_name="mt-1"),
        rx.el.p(one.source, class_name="hint mt-1"),
        rx.cond(
            one.renewal != "",
            link(
                word("wallet.renew"),
                icon("chevron_right", 18),
                to=one.renewal,
                aria_label=word("wallet.renew") + " " + one.title,
                class_name="link",
            ),
            rx.fragment(),
        ),
        class_name="card",
    )
