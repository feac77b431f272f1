"""Signing in: the phone, then the password from the text message."""

import reflex as rx

from portal.components.forms import plain_form, returned_field, submit
from portal.components.frame import choices, skip
from portal.components.parts import anchor
from portal.components.view import View
from portal.words import query, slot, word


def phone() -> View:
    """The first step."""
    return step(
        "sign_in.title",
        rx.el.p(word("sign_in.lead"), class_name="lead"),
        plain_form(
            "/session/phone",
            rx.el.input(type="hidden", name="next", value=query("next"), read_only=True),
            returned_field(
                "phone",
                "phone",
                "sign_in.phone",
                "sign_in.phone_hint",
                type="tel",
                input_mode="numeric",
                auto_complete="tel-national",
                max_length=20,
                default_value=slot("phone.value"),
            ),
            rx.el.div(submit("sign_in.send"), class_name="mt-6"),
        ),
        rx.el.p(word("sign_in.privacy"), class_name="hint mt-4"),
    )


def password() -> View:
    """The second step."""
    return step(
        "sign_in.password_title",
        rx.el.p(word("sign_in.password_lead"), " ", rx.el.strong(slot("password.phone")), class_name="lead"),
        plain_form(
            "/session/password",
            returned_field(
                "password",
                "password",
                "sign_in.password",
                "sign_in.password_hint",
                type="text",
                input_mode="numeric",
                auto_complete="one-time-code",
                max_length=6,
                auto_focus=True,
                class_name="input input-code",
            ),
            rx.el.div(submit("sign_in.enter"), class_name="mt-6"),
        ),
        rx.el.div(
            plain_form("/session/again", submit("sign_in.again", "link")),
            anchor(word("sign_in.other_phone"), href="/sign-in", class_name="link"),
            class_name="mt-3 flex flex-wrap justify-between gap-4",
        ),
    )


def step(title: str, *content: View) -> View:
    """A page before anybody is signed in: the city's face above, one form below."""
    return rx.fragment(
        skip(),
        rx.el.header(
            rx.el.div(
                rx.el.div(
                    rx.el.strong(word("frame.city")),
                    rx.el.p(word("frame.product")),
                    class_name="bar-title",
                ),
                choices(),
                class_name="bar",
            ),
            class_name="hero pb-14",
        ),
        rx.el.main(
            rx.el.div(
                rx.el.h1(word(title), class_name="text-24 font-semibold"),
                *content,
                class_name="card p-5 -mt-10",
            ),
            id="content",
            tab_index=-1,
            class_name="sheet sheet-plain",
        ),
    )
