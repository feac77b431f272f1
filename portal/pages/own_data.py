"""Certificates, who looked at one's data, and what one agreed to."""

import reflex as rx

from portal.components.applications import state_tag
from portal.components.buttons import button, more_button
from portal.components.frame import page
from portal.components.parts import confirm_link, empty, icon, link, waiting
from portal.components.view import View, any_of
from portal.state.own_data import Consents, Looks, OwnCards
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
                nothing(OwnCards.device_confirmed, "wallet.none", "wallet.none_text"),
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


def nothing(confirmed: View, title: str, text: str) -> View:
    """What will stand here, or the way to confirming who one is."""
    return rx.cond(confirmed, empty(title, text), empty("frame.confirm_first", text, confirm_link()))


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


def looks() -> View:
    """The page behind `/looks`."""
    return page(
        "looks.title",
        rx.el.p(word("looks.lead"), class_name="lead"),
        rx.el.div(which("others", "looks.others"), which("all", "looks.all"), class_name="flex gap-2 my-3"),
        rx.cond(
            Looks.looks_ready,
            rx.cond(
                any_of(Looks.looks),
                rx.fragment(
                    rx.el.ul(rx.foreach(Looks.looks, look_line), class_name="card p-0 lines"),
                    more_button(Looks.more_looks, Looks.load_more),
                ),
                nothing(Looks.device_confirmed, "looks.none", "looks.none_text"),
            ),
            waiting(),
        ),
        at="me",
        back="/me",
    )


def which(name: str, label: str) -> View:
    """Others' looks, or one's own as well."""
    here = Looks.with_own == (name == "all")
    return button(
        label,
        Looks.choose(name),
        rx.cond(here, "button button-small", "button button-quiet button-small"),
        aria_pressed=rx.cond(here, "true", "false"),
    )


def look_line(one: View) -> View:
    """Who, what for, which facts, and when."""
    return rx.el.li(
        rx.el.strong(one.who),
        rx.el.p(one.what, rx.cond(one.why != "", " · " + one.why, "")),
        rx.cond(one.facts != "", rx.el.p(one.facts), rx.fragment()),
        rx.el.p(one.time, class_name="hint"),
        rx.cond(
            one.path != "",
            link(
                word("looks.case"),
                icon("chevron_right", 18),
                to=one.path,
                aria_label=word("looks.case") + " " + one.time,
                class_name="link",
            ),
            rx.fragment(),
        ),
        class_name="px-4 py-3",
    )


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
