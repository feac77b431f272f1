"""The residents' counter, for operators."""

import reflex as rx

from portal.components.buttons import button
from portal.components.forms import field, live_form, submit
from portal.components.frame import page
from portal.components.parts import fact, for_operators, section
from portal.components.view import View, any_of
from portal.state.residents import Counter
from portal.words import word


def residents() -> View:
    """The page behind `/residents`."""
    return page("residents.title", for_operators(counter()), wide=True, back="/")


def counter() -> View:
    """The search, and what it found."""
    return rx.fragment(
        rx.el.p(word("residents.lead"), class_name="lead"),
        live_form(
            Counter.search,
            "search",
            field(
                "phone",
                "residents.phone",
                type="tel",
                input_mode="numeric",
                auto_complete="off",
                max_length=20,
                required=True,
            ),
            rx.el.div(submit("residents.find", "button"), class_name="mt-4"),
        ),
        rx.cond(
            Counter.resident != "",
            section("residents.found", found()),
            rx.cond(
                Counter.searched,
                rx.el.p(word("residents.none"), role="status", class_name="empty mt-6"),
                rx.fragment(),
            ),
        ),
    )


def found() -> View:
    """The resident, and what can be done for them."""
    return rx.fragment(
        rx.el.dl(
            fact("residents.phone_label", Counter.resident_phone),
            fact(
                "residents.name_label",
                rx.cond(Counter.resident_name != "", Counter.resident_name, word("residents.no_name")),
            ),
            fact(
                "residents.state",
                rx.cond(
                    Counter.resident_suspended,
                    rx.el.span(word("residents.suspended"), class_name="tag tag-bad"),
                    rx.el.span(word("residents.active"), class_name="tag tag-good"),
                ),
            ),
            class_name="card p-0 lines",
        ),
        rx.cond(any_of(Counter.resident_devices), suspended_devices(), rx.fragment()),
        rx.cond(
            Counter.resident_suspended,
            button("residents.resume", Counter.resume, "button mt-4"),
            suspend_form(),
        ),
        identity_form(),
    )


def suspended_devices() -> View:
    """The resident's devices that show no codes, to be restored when their owner proved who they are."""
    return section(
        "residents.devices",
        rx.el.p(word("residents.devices_text"), class_name="lead mb-3"),
        rx.el.ul(rx.foreach(Counter.resident_devices, suspended_line), class_name="card p-0 lines"),
    )


def suspended_line(one: View) -> View:
    """One device: its name, since when and why, and the button that restores it."""
    return rx.el.li(
        rx.el.div(rx.el.strong(one.name), rx.el.p(one.since, " · ", one.reason), class_name="line-text"),
        button(
            "residents.device_lift",
            Counter.lift(one.id),
            "button button-quiet button-small",
            aria_label=word("residents.device_lift") + " " + one.name,
        ),
        class_name="line",
    )


def suspend_form() -> View:
    """Suspends the account, with a reason."""
    return live_form(
        Counter.suspend,
        "suspend",
        field("reason", "residents.reason", "venue.reason_hint", max_length=200, min_length=2, required=True),
        rx.el.div(submit("residents.suspend", "button button-bad"), class_name="mt-4"),
        class_name="card mt-4",
    )


def identity_form() -> View:
    """Confirms who the resident is, from the card on the counter."""
    return live_form(
        Counter.confirm,
        "confirm",
        rx.el.h3(word("residents.identity"), class_name="h2"),
        rx.el.p(word("residents.identity_text"), class_name="lead"),
        field("name", "residents.name", max_length=60, auto_complete="off", required=True),
        field("id_number", "residents.number", max_length=18, auto_complete="off", required=True),
        rx.el.label(
            rx.el.input(type="checkbox", name="move", id="move"),
            rx.el.span(word("residents.move")),
            html_for="move",
            class_name="check mt-3",
        ),
        rx.el.div(submit("residents.confirm", "button"), class_name="mt-4"),
        class_name="card mt-4",
    )
