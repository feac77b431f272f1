"""One's own account: what we know, where one is signed in, how pages look."""

import reflex as rx

from portal.components.forms import plain_form, submit
from portal.components.frame import page
from portal.components.parts import anchor, fact, icon, section, waiting
from portal.components.view import View
from portal.components.work import work_link, work_links
from portal.state.account import Account
from portal.words import word


def me() -> View:
    """The page behind `/me`."""
    return page(
        "me.title",
        notices(),
        section("me.account", rx.cond(Account.ready, account(), waiting())),
        section("me.own", own_links()),
        section("me.preferences", preferences()),
        section("me.devices", rx.cond(Account.devices_ready, devices(), waiting(2))),
        rx.cond(Account.is_manager | Account.is_staff, section("me.work", work_links()), rx.fragment()),
        rx.el.div(
            plain_form("/session/end", submit("me.sign_out", "button button-quiet w-full")),
            class_name="section",
        ),
        at="me",
        back="/",
    )


def own_links() -> View:
    """What is one's own: applications, who looked, agreements, firms."""
    return rx.el.ul(
        work_link("folder_open", "applications.title", "/applications"),
        work_link("alarm_clock", "reminders.title", "/reminders"),
        work_link("bell", "preferences.title", "/preferences"),
        work_link("history", "records.title", "/verifications"),
        work_link("eye", "looks.title", "/looks"),
        work_link("handshake", "consents.title", "/consents"),
        work_link("building", "firms.title", "/firms"),
        class_name="card p-0 lines",
    )


def notices() -> View:
    """What happened to the account without its owner."""
    return rx.foreach(
        Account.notices,
        lambda text: rx.el.div(
            icon("circle_alert"),
            rx.el.div(rx.el.strong(word("me.notice")), rx.el.p(text)),
            class_name="notice mt-2",
        ),
    )


def account() -> View:
    """Phone, name and identity, as far as they are shown."""
    return rx.el.dl(
        fact("me.phone", Account.phone),
        fact("me.name", rx.cond(Account.name != "", Account.name, hidden_name())),
        fact(
            "me.identity",
            rx.cond(
                Account.device_suspended,
                rx.el.span(word("me.this_device_suspended"), class_name="tag tag-bad"),
                identity_state(),
            ),
        ),
        rx.cond(
            Account.suspended,
            rx.el.div(
                rx.el.dt(word("home.suspended_title"), class_name="line-text"),
                rx.el.dd(rx.el.span(word("venue.state_suspended"), class_name="tag tag-bad")),
                class_name="line",
            ),
            rx.fragment(),
        ),
        class_name="card p-0 lines",
    )


def hidden_name() -> View:
    """When the name will be shown."""
    return rx.cond(Account.device_suspended, word("me.name_after_restoring"), word("me.name_hidden"))


def identity_state() -> View:
    """Confirmed, or the way to it."""
    return rx.cond(
        Account.device_confirmed,
        rx.el.span(icon("check", 16), word("me.identity_confirmed"), class_name="tag tag-good"),
        anchor(
            rx.cond(Account.confirmed, word("me.identity_new_device"), word("me.identity_none")),
            " · ",
            word("me.confirm"),
            href="/me/identity",
            class_name="link",
        ),
    )


def devices() -> View:
    """Where one is signed in."""
    return rx.el.ul(rx.foreach(Account.devices, device_line), class_name="card p-0 lines")


def device_line(one: View) -> View:
    """One device, and the way to sign it out."""
    return rx.el.li(
        rx.el.div(
            icon("smartphone"),
            rx.el.div(rx.el.strong(one.name), rx.el.p(one.last_seen), class_name="line-text"),
            rx.match(
                one.state,
                ("confirmed", rx.el.span(word("me.device_confirmed"), class_name="tag tag-good")),
                ("suspended", rx.el.span(word("me.device_suspended"), class_name="tag tag-bad")),
                rx.el.span(word("me.device_new"), class_name="tag tag-warn"),
            ),
            class_name="flex items-center gap-3",
        ),
        rx.cond(
            one.here,
            rx.el.p(word("me.this_device"), class_name="hint mt-1"),
            rx.cond(Account.removing == one.id, removal(one), removal_button(one)),
        ),
        class_name="px-4 py-3",
    )


def removal_button(one: View) -> View:
    """Begins signing a device out."""
    return rx.el.button(
        word("me.remove"),
        on_click=Account.ask_to_remove(one.id),
        type="button",
        aria_label=word("me.remove") + " " + one.name,
        class_name="link link-bad",
    )


def removal(one: View) -> View:
    """Asks once more."""
    return rx.el.div(
        rx.el.p(word("me.remove_sure"), role="status"),
        rx.el.div(
            rx.el.button(
                word("me.remove"),
                on_click=Account.remove(one.id),
                type="button",
                class_name="button button-bad button-small",
            ),
            rx.el.button(
                word("frame.cancel"),
                on_click=Account.ask_to_remove(""),
                type="button",
                class_name="button button-quiet button-small",
            ),
            class_name="mt-2 flex flex-wrap gap-3",
        ),
        class_name="mt-2",
    )


def preferences() -> View:
    """Language, letter size and theme."""
    return rx.el.div(
        choice_group(
            "me.language", [("locale=zh-CN", "中文", "choice-zh"), ("locale=en", "English", "choice-en")]
        ),
        choice_group(
            "me.letters",
            [
                ("elder=0", word("me.letters_standard"), "choice-standard"),
                ("elder=1", word("me.letters_large"), "choice-large"),
            ],
        ),
        choice_group(
            "me.theme",
            [
                ("theme=auto", word("me.theme_auto"), "choice-auto"),
                ("theme=light", word("me.theme_light"), "choice-light"),
                ("theme=dark", word("me.theme_dark"), "choice-dark"),
            ],
        ),
        class_name="card flex flex-col gap-4",
    )


def choice_group(title: str, options: list[tuple[str, View, str]]) -> View:
    """One preference; the CSS marks what is chosen before anything runs."""
    name = title.replace(".", "-")
    return rx.el.div(
        rx.el.p(word(title), id=name, class_name="lead mb-2"),
        rx.el.div(
            *[anchor(text, href=f"/preferences?{choice}", class_name=look) for choice, text, look in options],
            role="group",
            aria_labelledby=name,
            class_name="choices",
        ),
    )
