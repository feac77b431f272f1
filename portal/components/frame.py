"""What stands around every page: the header, the bar below, and what is said aloud."""

import reflex as rx
from reflex_components_core.core.banner import has_connection_errors

from portal.components.parts import anchor, confirm_link, icon, link, shape
from portal.components.view import View
from portal.state.session import Session
from portal.words import word


def page(
    title: str, *content: View, at: str = "", wide: bool = False, dock: bool = True, back: str = ""
) -> View:
    """A page with its heading in the header; `at` is its place in the bar below."""
    width = " sheet-wide" if wide else ""
    return rx.fragment(
        skip(),
        rx.el.header(
            rx.el.div(
                back_link(back) if back else rx.fragment(),
                rx.el.div(rx.el.h1(word(title)), class_name="bar-title"),
                choices(),
                class_name="bar bar-wide" if wide else "bar",
            )
        ),
        rx.el.main(
            said(),
            *content,
            id="content",
            tab_index=-1,
            class_name=f"sheet{width}" + ("" if dock else " sheet-plain"),
        ),
        bar_below(at) if dock else rx.fragment(),
    )


def skip() -> View:
    """The first stop of the keyboard."""
    return anchor(word("frame.skip"), href="#content", class_name="skip")


def back_link(path: str) -> View:
    """The way to the page above."""
    return link(icon("arrow_left"), to=path, aria_label=word("frame.back"), class_name="bar-back")


def choices() -> View:
    """Letter size, theme and language: plain links, which work without any script."""
    return rx.el.nav(
        preference("elder=1", "frame.elder_on", "frame.elder_on_label", "when-standard"),
        preference("elder=0", "frame.elder_off", "frame.elder_off_label", "when-elder"),
        theme_choice("dark", "moon", "frame.dark", "when-light"),
        theme_choice("light", "sun", "frame.light", "when-dark"),
        anchor(
            word("frame.other_locale"),
            href=word("frame.other_locale_href"),
            lang=word("frame.other_locale_lang"),
            aria_label=word("frame.other_locale_label"),
        ),
        aria_label=word("frame.choices"),
        class_name="bar-choices",
    )


def preference(choice: str, text: str, label: str, shown: str) -> View:
    """A link that changes how pages look and comes back here."""
    return anchor(word(text), href=f"/preferences?{choice}", aria_label=word(label), class_name=shown)


def theme_choice(theme: str, picture: str, label: str, shown: str) -> View:
    """The link to the other theme; the CSS shows it while it would change something."""
    return anchor(
        icon(picture, 20), href=f"/preferences?theme={theme}", aria_label=word(label), class_name=shown
    )


def bar_below(at: str) -> View:
    """Home, services, the code, certificates and oneself."""
    places = [
        ("home", "/", "house", "frame.home"),
        ("services", "/services", "layout_grid", "frame.services"),
        ("code", "/code", "qr_code", "frame.code"),
        ("wallet", "/wallet", "wallet_cards", "frame.wallet"),
        ("me", "/me", "user_round", "frame.me"),
    ]
    return rx.el.nav(
        rx.el.ul(*[rx.el.li(place(*one, here=one[0] == at)) for one in places]),
        aria_label=word("frame.bar"),
        class_name="dock",
    )


def place(name: str, path: str, picture: str, text: str, *, here: bool) -> View:
    """One of them; the code page is no page of Reflex and is opened anew."""
    current = {"aria_current": "page"} if here else {}
    parts = (icon(picture), rx.el.span(word(text)))
    if name == "code":
        return anchor(*parts, href=path)
    return link(*parts, to=path, **current)


def said() -> View:
    """What an event came to: shown, and read aloud."""
    return rx.fragment(
        rx.el.p(Session.done, role="status", aria_live="polite", class_name="done"),
        rx.el.p(rx.cond(Session.problem_in == "", Session.problem, ""), role="alert", class_name="error"),
        rx.cond(Session.needs_identity, confirm_link(), rx.fragment()),
    )


def offline_notice() -> View:
    """Says plainly that the connection is gone, while it is."""
    return rx.cond(
        has_connection_errors, rx.el.div(word("frame.offline"), role="status", class_name="offline")
    )


def broken() -> View:
    """What stands where a page's own script failed."""
    return rx.el.main(
        rx.el.div(
            rx.el.strong(word("frame.broken")),
            anchor(word("frame.reload"), href="", class_name="button"),
            class_name="empty mt-8 flex flex-col items-center gap-4",
        ),
        class_name="sheet",
    )


def opening() -> View:
    """The shape of a page whose content is on its way."""
    return rx.fragment(
        rx.el.header(
            rx.el.div(rx.el.div(rx.el.strong(word("frame.city")), class_name="bar-title"), class_name="bar")
        ),
        rx.el.main(shape(3), class_name="sheet"),
    )
