"""One service: what it is for, what it takes, and the way to begin."""

import reflex as rx

from portal.components.forms import live_form, select, submit
from portal.components.frame import page
from portal.components.parts import anchor, confirm_link, icon, link, section, waiting
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
    """Title, the way to begin, facts, materials, law."""
    return rx.fragment(
        rx.el.h2(OneService.service_title, class_name="text-24 font-semibold mt-2"),
        rx.el.p(OneService.service_summary, class_name="lead mt-1"),
        rx.el.dl(rx.foreach(OneService.service_facts, fact_line), class_name="card p-0 lines mt-4"),
        rx.cond(OneService.eligible != "", eligibility(), rx.fragment()),
        section(
            "service.materials",
            rx.cond(
                any_of(OneService.service_materials),
                titled_list(OneService.service_materials),
                rx.el.p(word("service.no_materials"), class_name="lead"),
            ),
        ),
        rx.el.details(
            rx.el.summary(
                rx.el.h2(word("service.laws"), class_name="h2"),
                icon("chevron_down", 20),
                class_name="line fold",
            ),
            rx.el.p(word("service.official"), " ", OneService.service_official, class_name="hint px-4 pb-3"),
            titled_list(OneService.service_laws, "lines"),
            class_name="card p-0 section",
        ),
        rx.el.div(start(), class_name="section"),
    )


def eligibility() -> View:
    """What registers say about whether it is for the caller; nobody is kept from applying."""
    fits = OneService.eligible == "fits"
    return rx.el.div(
        rx.cond(fits, icon("circle_check"), icon("info")),
        rx.el.div(
            rx.el.strong(rx.cond(fits, word("service.fits"), word("service.fits_not"))),
            rx.el.p(word("service.fits_by"), OneService.eligible_by, class_name="hint"),
        ),
        class_name=rx.cond(fits, "notice notice-good mt-4", "notice notice-plain mt-4"),
        role="status",
    )


def start() -> View:
    """The form that begins an application, or what keeps one from it."""
    return rx.cond(
        OneService.service_online,
        rx.cond(
            OneService.ready,
            rx.cond(
                OneService.device_confirmed,
                rx.cond(OneService.for_firms & ~any_of(OneService.own_firms), firm_needed(), begin()),
                rx.el.div(rx.el.p(word("service.confirm_first"), class_name="lead"), confirm_link()),
            ),
            sign_in_link(),
        ),
        rx.el.p(icon("map_pin"), word("service.counter_only"), class_name="notice"),
    )


def sign_in_link() -> View:
    """Anybody may look; who applies signs in, and comes back."""
    return anchor(
        word("service.sign_in"),
        href="/sign-in?next=" + OneService.router.url.path,
        class_name="button w-full",
    )


def firm_needed() -> View:
    """What is missing, and the way to it."""
    return rx.el.div(
        icon("store"),
        rx.el.div(
            rx.el.strong(word("service.firm_needed")),
            link(word("service.firm_claim"), to="/firms", class_name="link"),
        ),
        class_name="notice",
    )


def begin() -> View:
    """Going on with what was begun, or beginning."""
    return rx.cond(
        OneService.draft_path != "",
        rx.fragment(
            rx.el.p(word("service.draft"), class_name="lead mb-3"),
            link(word("service.draft_go_on"), to=OneService.draft_path, class_name="button w-full"),
            rx.el.details(
                rx.el.summary(word("service.draft_other"), class_name="link"),
                begin_form("button button-quiet w-full"),
            ),
        ),
        begin_form("button w-full"),
    )


def begin_form(look: str) -> View:
    """For which firm, whether registers may fill it in, and go."""
    return live_form(
        OneService.begin,
        "begin",
        rx.cond(
            OneService.for_firms,
            select("firm", "service.firm", "new_venue.choose", OneService.own_firms, required=True),
            rx.fragment(),
        ),
        rx.cond(OneService.offers_prefill, offer("prefill", "service.prefill"), rx.fragment()),
        rx.cond(OneService.offers_sensitive, offer("sensitive", "service.prefill_sensitive"), rx.fragment()),
        submit("service.begin", look + " mt-4"),
    )


def offer(name: str, text: str) -> View:
    """Something to agree to, or not: the form can be filled in by oneself as well."""
    return rx.el.label(
        rx.el.input(type="checkbox", id=name, name=name),
        rx.el.span(
            rx.el.span(word(text), class_name="block"),
            rx.el.span(word(text + "_hint"), class_name="hint block"),
        ),
        html_for=name,
        class_name="choice choice-top mt-2",
    )


def fact_line(one: View) -> View:
    """What, and its value."""
    return rx.el.div(
        rx.el.dt(one.title, class_name="flex-none max-w-1/2 lead"),
        rx.el.dd(one.text, class_name="line-text text-right"),
        class_name="line",
    )


def titled_list(found: View, look: str = "card p-0 lines") -> View:
    """Lines with a word about each."""
    return rx.el.ul(
        rx.foreach(
            found,
            lambda one: rx.el.li(
                rx.el.div(rx.el.strong(one.title), rx.el.p(one.text), class_name="line-text"),
                class_name="line",
            ),
        ),
        class_name=look,
    )
