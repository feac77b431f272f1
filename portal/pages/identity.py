"""Confirming who one is, on this device."""

import reflex as rx

from portal.components.forms import plain_form, returned_field, submit
from portal.components.frame import page
from portal.components.view import View
from portal.words import query, slot, word


def identity() -> View:
    """The page behind `/me/identity`."""
    return page(
        "identity.title",
        rx.el.p(word("identity.lead"), class_name="lead"),
        plain_form(
            "/session/identity",
            rx.el.input(type="hidden", name="next", value=query("next"), read_only=True),
            rx.el.p(slot("identity.error"), id="identity-error", class_name="error"),
            returned_field(
                "identity",
                "name",
                "identity.name",
                "identity.name_hint",
                also_described_by="identity-error",
                auto_complete="name",
                max_length=60,
                default_value=slot("identity.name"),
            ),
            returned_field(
                "identity",
                "id_number",
                "identity.number",
                "identity.number_hint",
                also_described_by="identity-error",
                auto_complete="off",
                auto_capitalize="characters",
                max_length=18,
                default_value=slot("identity.number"),
            ),
            rx.el.div(submit("identity.submit"), class_name="mt-6"),
        ),
        rx.el.p(word("identity.privacy"), class_name="hint mt-4"),
        dock=False,
        back="/",
    )
