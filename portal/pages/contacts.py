"""Where one is told things: this device, an e-mail address, and what there is already."""

import reflex as rx

from portal.components.applications import state_tag
from portal.components.buttons import button, cancel_button
from portal.components.forms import field, live_form, submit
from portal.components.parts import section
from portal.components.push import push_switch
from portal.components.view import View, any_of
from portal.state.contacts import Contacts
from portal.words import word


def contacts() -> View:
    """The switch of this device, and the addresses."""
    return rx.fragment(
        section(
            "preferences.push",
            rx.el.div(
                rx.el.p(word("preferences.push_text"), class_name="mb-3"),
                push_switch(label=Contacts.this_device, on_done=Contacts.switched),
                class_name="card",
            ),
        ),
        section(
            "preferences.contacts",
            rx.cond(
                any_of(Contacts.contact_lines),
                rx.el.ul(rx.foreach(Contacts.contact_lines, contact_line), class_name="card p-0 lines mb-3"),
                rx.el.p(word("preferences.no_contacts"), class_name="lead mb-3"),
            ),
            rx.cond(Contacts.waiting_for != "", code_form(), email_form()),
        ),
    )


def contact_line(one: View) -> View:
    """One of them, and taking it away."""
    return rx.el.li(
        rx.el.div(rx.el.strong(one.title), rx.el.p(one.text), class_name="line-text"),
        state_tag(one.state, one.tone),
        button(
            "preferences.remove",
            Contacts.remove(one.id),
            "link link-bad",
            aria_label=word("preferences.remove") + " " + one.title,
        ),
        class_name="line line-wrap",
    )


def email_form() -> View:
    """Asks for an address, and sends it a code."""
    return live_form(
        Contacts.add_email,
        "add_email",
        field(
            "email",
            "preferences.email",
            "preferences.email_hint",
            type="email",
            auto_complete="email",
            max_length=254,
            required=True,
        ),
        submit("preferences.email_send", "button button-quiet mt-3"),
        class_name="card fields",
    )


def code_form() -> View:
    """Asks for the code."""
    return live_form(
        Contacts.confirm,
        "confirm",
        rx.el.p(Contacts.code_hint, id="sent-to"),
        field(
            "code",
            "preferences.code",
            also_described_by="sent-to",
            input_mode="numeric",
            auto_complete="one-time-code",
            max_length=6,
            required=True,
            auto_focus=True,
            class_name="input input-code",
        ),
        rx.el.div(
            submit("preferences.confirm", "button"),
            cancel_button(Contacts.cancel),
            class_name="mt-4 flex flex-wrap gap-3",
        ),
        class_name="card fields",
    )
