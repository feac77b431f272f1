"""How one wants to be told: what about, by which ways, when not, and where."""

import reflex as rx

from portal.components.forms import live_form, submit
from portal.components.frame import page
from portal.components.parts import confirm_link, empty, icon, waiting
from portal.components.view import View
from portal.pages.contacts import contacts
from portal.state.notices import Notices
from portal.words import word


def preferences() -> View:
    """The page behind `/preferences`."""
    return page(
        "preferences.title",
        rx.cond(
            Notices.notices_ready,
            rx.cond(
                Notices.device_confirmed,
                rx.fragment(
                    rx.el.p(word("preferences.lead"), class_name="lead"),
                    contacts(),
                    rx.el.div(wishes(), key=Notices.notices_round),
                ),
                empty("frame.confirm_first", "preferences.signed_text", confirm_link()),
            ),
            waiting(5),
        ),
        at="me",
        back="/me",
    )


def wishes() -> View:
    """Everything that is ticked or chosen, kept with one button."""
    return live_form(
        Notices.save,
        "save",
        part(
            "preferences.kinds",
            "preferences.kinds_hint",
            rx.foreach(Notices.kind_wishes, wish),
            always(),
        ),
        part("preferences.channels", "", rx.foreach(Notices.channel_wishes, wish)),
        part(
            "preferences.privacy",
            "",
            tick("silent", "preferences.silent", Notices.silent),
            tick("staff_may_call", "preferences.staff_may_call", Notices.staff_may_call),
        ),
        part("preferences.quiet", "preferences.quiet_hint", quiet()),
        language(),
        submit("preferences.save", "button w-full mt-6"),
    )


def part(title: str, hint: str, *content: View) -> View:
    """Some of it under one title."""
    return rx.el.fieldset(
        rx.el.legend(word(title), class_name="h2"),
        rx.el.p(word(hint), class_name="hint mt-1") if hint else rx.fragment(),
        *content,
        class_name="section",
    )


def wish(one: View) -> View:
    """One thing to tick."""
    return rx.el.label(
        rx.el.input(type="checkbox", id=one.id, name=one.id, value="1", default_checked=one.chosen),
        rx.el.span(rx.el.span(one.title, class_name="block"), rx.el.span(one.text, class_name="hint block")),
        html_for=one.id,
        class_name="choice choice-top",
    )


def tick(name: str, text: str, chosen: View) -> View:
    """The same for what stands alone."""
    return rx.el.label(
        rx.el.input(type="checkbox", id=name, name=name, value="1", default_checked=chosen),
        rx.el.span(
            rx.el.span(word(text), class_name="block"),
            rx.el.span(word(f"{text}_text"), class_name="hint block"),
        ),
        html_for=name,
        class_name="choice choice-top",
    )


def always() -> View:
    """What nobody can turn off."""
    return rx.el.p(
        icon("shield_check", 20),
        rx.el.span(
            rx.el.span(word("messages.kind_security"), " · ", word("preferences.always"), class_name="block"),
            rx.el.span(word("preferences.about_security"), class_name="hint block"),
        ),
        class_name="choice choice-top choice-fixed",
    )


def quiet() -> View:
    """From when to when nothing makes a noise."""
    return rx.el.div(
        *[
            rx.el.div(
                rx.el.label(word(f"preferences.{name}"), html_for=name, class_name="field-title"),
                rx.el.input(
                    type="time", id=name, name=name, default_value=value, required=True, class_name="input"
                ),
            )
            for name, value in (("quiet_from", Notices.quiet_from), ("quiet_to", Notices.quiet_to))
        ],
        class_name="grid grid-cols-2 gap-3 mt-2",
    )


def language() -> View:
    """In which language notices come."""
    return rx.el.div(
        rx.el.label(word("preferences.language"), html_for="notice_locale", class_name="h2"),
        rx.el.select(
            rx.foreach(Notices.locales, lambda one: rx.el.option(one.title, value=one.id, lang=one.id)),
            id="notice_locale",
            name="notice_locale",
            default_value=Notices.notice_locale,
            class_name="input",
        ),
        class_name="section",
    )
