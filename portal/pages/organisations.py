"""Organisations and their managers, for operators."""

import reflex as rx

from portal.components.buttons import button, cancel_button, more_button
from portal.components.forms import field, live_form, submit
from portal.components.frame import page
from portal.components.parts import empty, for_operators, section, waiting
from portal.components.view import View, any_of
from portal.state.organisations import Organisations
from portal.words import word


def organisations() -> View:
    """The page behind `/organisations`."""
    return page("organisations.title", for_operators(desk()), wide=True, back="/")


def desk() -> View:
    """Registering at the top, the list below."""
    return rx.fragment(
        rx.el.p(word("organisations.lead"), class_name="lead"),
        rx.cond(Organisations.creating, new_form(), rx.fragment()),
        section(
            "organisations.list",
            rx.cond(Organisations.organisations_ready, organisation_list(), waiting()),
            action=button("organisations.new", Organisations.open_form, "button button-small"),
        ),
    )


def organisation_list() -> View:
    """All organisations, newest first."""
    return rx.cond(
        any_of(Organisations.all_organisations),
        rx.fragment(
            rx.el.ul(rx.foreach(Organisations.all_organisations, line), class_name="card p-0 lines"),
            more_button(Organisations.more_organisations, Organisations.load_more),
        ),
        empty("organisations.empty", "organisations.lead"),
    )


def new_form() -> View:
    """Registers an organisation."""
    return live_form(
        Organisations.create,
        "create",
        field("name_zh", "organisations.name_zh", max_length=60, required=True, auto_focus=True),
        field("name_en", "organisations.name_en", max_length=60, required=True),
        field("credit_code", "organisations.credit_code", max_length=24),
        rx.el.div(
            submit("organisations.submit", "button"),
            cancel_button(Organisations.close_forms),
            class_name="mt-4 flex flex-wrap gap-3",
        ),
        class_name="card mt-4",
    )


def line(one: View) -> View:
    """One organisation, and naming its manager."""
    return rx.el.li(
        rx.el.div(
            rx.el.div(
                rx.el.strong(one.name),
                rx.cond(one.credit_code != "", rx.el.p(one.credit_code), rx.fragment()),
                class_name="line-text",
            ),
            rx.cond(
                one.suspended, rx.el.span(word("venues.suspended"), class_name="tag tag-bad"), rx.fragment()
            ),
            rx.cond(
                Organisations.naming == one.id,
                rx.fragment(),
                button(
                    "organisations.add_manager",
                    Organisations.ask_manager(one.id),
                    "link",
                    aria_label=word("organisations.add_manager") + " " + one.name,
                ),
            ),
            class_name="flex items-center gap-3",
        ),
        rx.cond(Organisations.naming == one.id, manager_form(), rx.fragment()),
        class_name="px-4 py-2",
    )


def manager_form() -> View:
    """Names a manager by phone."""
    return live_form(
        Organisations.add_manager,
        "add_manager",
        field(
            "phone",
            "organisations.manager_phone",
            type="tel",
            input_mode="numeric",
            auto_complete="off",
            max_length=20,
            required=True,
            auto_focus=True,
        ),
        rx.el.div(
            submit("organisations.manager_submit", "button"),
            cancel_button(Organisations.close_forms),
            class_name="mt-4 mb-2 flex flex-wrap gap-3",
        ),
    )
