"""The small parts of pages: icons, links, headings of sections, empty and waiting states."""

import reflex as rx
from reflex_components_core.el.elements.inline import A
from reflex_components_core.react_router.dom import ReactRouterLink

from portal.components.view import View
from portal.state.session import Session
from portal.words import word

ICON_PIXELS = 24


def icon(name: str, size: int = ICON_PIXELS) -> View:
    """A picture that says nothing by itself."""
    return rx.icon(name, size=size, aria_hidden="true", custom_attrs={"focusable": "false"})


def anchor(*content: View, **props: View) -> View:
    """A link that the browser itself follows, to where Reflex has no page.

    `rx.el.a` of Reflex 0.10.1 is its router's link.
    """
    return A.create(*content, **props)


def link(*content: View, to: View, **props: View) -> View:
    """A link to another page of the portal, opened without loading everything again."""
    return ReactRouterLink.create(*content, to=to, **props)


def waiting(lines: int = 3) -> View:
    """The shape of a list that is on its way; gone when it turns out not to come."""
    return rx.cond(Session.problem == "", shape(lines), rx.fragment())


def shape(lines: int) -> View:
    """Grey bars where lines will be."""
    line = rx.el.div(
        rx.el.div(
            rx.el.div(class_name="shape w-3/5"),
            rx.el.div(class_name="shape w-2/5 mt-2"),
            class_name="line-text",
        ),
        class_name="line",
    )
    return rx.el.div(
        rx.el.p(word("frame.loading"), class_name="unseen", role="status"),
        rx.el.div(*[line] * lines, aria_hidden="true"),
        aria_busy="true",
        class_name="card p-0 lines",
    )


def empty(title: str, text: str, *more: View) -> View:
    """Says what will stand here, and what to do."""
    return rx.el.div(rx.el.strong(word(title)), rx.el.p(word(text)), *more, class_name="empty")


def confirm_link() -> View:
    """The way to confirming who one is, which an operator's device needs as well, and back to this page."""
    return anchor(
        word("me.confirm"), href="/me/identity?next=" + Session.router.url.path, class_name="button my-4"
    )


def confirm_or_empty(confirmed: View, title: str, text: str) -> View:
    """What will stand here, or the way to confirming who one is."""
    return rx.cond(confirmed, empty(title, text), empty("frame.confirm_first", text, confirm_link()))


def for_operators(*content: View) -> View:
    """Content for operators."""
    return for_those(Session.is_operator, "frame.not_allowed_text", *content)


def for_those(allowed: View, told: str, *content: View) -> View:
    """Content for the `allowed`, once we know who this is, others are `told`; the API decides each time."""
    return rx.cond(
        Session.ready,
        rx.cond(
            allowed,
            rx.fragment(*content),
            empty(
                "frame.not_allowed",
                told,
                rx.cond(Session.device_confirmed | Session.device_suspended, rx.fragment(), confirm_link()),
            ),
        ),
        waiting(),
    )


def section(title: str, *content: View, action: View = None) -> View:
    """A part of a page with its heading."""
    return rx.el.section(
        rx.el.div(rx.el.h2(word(title)), action or rx.fragment(), class_name="section-head"),
        *content,
        class_name="section",
    )


def fact(title: str, value: View) -> View:
    """One line of a description: what, and its value."""
    return rx.el.div(
        rx.el.dt(word(title), class_name="flex-none max-w-1/2 lead"),
        rx.el.dd(value, class_name="line-text text-right"),
        class_name="line",
    )
