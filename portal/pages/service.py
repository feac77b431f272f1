"""One service: what it is for, what it takes, and the way to begin."""

import reflex as rx

from portal.components.forms import live_form, select, submit
from portal.components.frame import page
from portal.components.parts import confirm_link, icon, link, section, waiting
from portal.components.view import View, any_of
from portal.state.service import OneService
from portal.words import word


def service() -> View:
    """The page behind `/services/[service]`."""
    return page(
        "service.title",
        rx.cond(OneService.service_ready, content(), waiting()),
        at="services",
        back="/services",
    )


def content() -> View:
    """Title, facts, materials, law, and the button."""
    return rx.fragment(
        rx.el.h2(OneService.service_title, class_name="text-24 font-semibold mt-2"),
        rx.el.p(OneService.service_summary, class_name="lead mt-1"),
        start(),
        rx.el.dl(rx.foreach(OneService.service_facts, fact_line), class_name="card p-0 lines mt-4"),
        rx.cond(
            any_of(OneService.service_materials),
            section("service.materials", titled_list(OneService.service_materials)),
            section("service.materials", rx.el.p(word("service.no_materials"), class_name="lead")),
        ),
        section("service.laws", titled_list(OneService.service_laws)),
        rx.el.p(word("service.official"), " ", OneService.service_official, class_name="hint mt-4"),
    )


def start() -> View:
    """The form that begins an application, or what keeps one from it."""
    return rx.cond(
        OneService.service_online,
        rx.cond(
            OneService.device_confirmed,
            rx.cond(
                OneService.for_firms & ~any_of(OneService.own_firms),
                rx.el.div(
                    icon("store"),
                    rx.el.div(
                        rx.el.strong(word("service.firm_needed")),
                        rx.el.p(link(word("service.firm_claim"), to="/firms", class_name="link")),
                    ),
                    class_name="notice mt-4",
                ),
                begin_form(),
            ),
            rx.el.div(rx.el.p(word("service.confirm_first"), class_name="lead mt-4"), confirm_link()),
        ),
        rx.el.p(word("service.counter_only"), class_name="notice mt-4"),
    )


def begin_form() -> View:
    """For which firm, whether registers may fill it in, and go."""
    return live_form(
        OneService.begin,
        "begin",
        rx.cond(
            OneService.for_firms,
            select("firm", "service.firm", "new_venue.choose", OneService.own_firms, required=True),
            rx.fragment(),
        ),
        rx.cond(
            OneService.fills_in & ~OneService.agreed,
            rx.el.label(
                rx.el.input(type="checkbox", id="prefill", name="prefill", class_name="check"),
                rx.el.span(
                    word("service.prefill"), rx.el.span(word("service.prefill_hint"), class_name="hint block")
                ),
                class_name="choice mt-4",
            ),
            rx.fragment(),
        ),
        submit("service.begin", "button w-full mt-4"),
    )


def fact_line(one: View) -> View:
    """What, and its value."""
    return rx.el.div(
        rx.el.dt(one.title, class_name="flex-none max-w-1/2 lead"),
        rx.el.dd(one.text, class_name="line-text text-right"),
        class_name="line",
    )


def titled_list(found: View) -> View:
    """Lines with a word about each."""
    return rx.el.ul(
        rx.foreach(
            found,
            lambda one: rx.el.li(
                rx.el.div(rx.el.strong(one.title), rx.el.p(one.text), class_name="line-text"),
                class_name="line",
            ),
        ),
        class_name="card p-0 lines",
    )
