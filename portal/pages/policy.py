"""One policy: whom it is for, what it says, how it looks, and whether it is in force."""

import reflex as rx

from portal.components.applications import state_tag
from portal.components.buttons import button, cancel_button
from portal.components.forms import live_form, submit
from portal.components.frame import page
from portal.components.parts import for_those, icon, section, waiting
from portal.components.view import View
from portal.pages.conditions import conditions
from portal.pages.policy_form import fields
from portal.state.policy import OnePolicy
from portal.words import word


def policy() -> View:
    """The page behind `/policies/[policy]`."""
    shown = rx.cond(OnePolicy.policy_ready, content(), waiting(5))
    return page(
        "policy.title",
        for_those(OnePolicy.gives_posts, "staff.not_allowed_text", shown),
        wide=True,
        back="/policies",
    )


def content() -> View:
    """Where it stands, for whom it is, what it says, and what residents see."""
    return rx.fragment(
        rx.cond(OnePolicy.policy_new, rx.fragment(), heading()),
        section("policy.conditions", conditions()),
        section("policy.about", rx.el.div(form(), key=OnePolicy.policy_round)),
        section("policy.preview", preview()),
    )


def heading() -> View:
    """Its title, its state, and the way to the next one."""
    return rx.el.div(
        rx.el.div(
            rx.el.h2(OnePolicy.policy_title, class_name="text-20 font-semibold line-text"),
            state_tag(OnePolicy.policy_state, OnePolicy.policy_tone),
            class_name="flex items-start gap-3",
        ),
        rx.match(
            OnePolicy.asking,
            ("publish", sure("policy.publish_sure", "policy.publish", "live", "button")),
            ("end", sure("policy.end_sure", "policy.end", "ended", "button button-bad")),
            rx.fragment(
                rx.cond(
                    OnePolicy.may_publish,
                    button("policy.publish", OnePolicy.ask("publish"), "button button-small mt-3"),
                    rx.fragment(),
                ),
                rx.cond(
                    OnePolicy.may_end,
                    button("policy.end", OnePolicy.ask("end"), "link link-bad mt-1"),
                    rx.fragment(),
                ),
            ),
        ),
        class_name="card mt-2",
    )


def sure(text: str, label: str, state: str, look: str) -> View:
    """Asks once more."""
    return rx.el.div(
        rx.el.p(word(text), role="status"),
        rx.el.div(
            button(label, OnePolicy.set_state(state), look),
            cancel_button(OnePolicy.ask("")),
            class_name="mt-3 flex flex-wrap gap-3",
        ),
        class_name="mt-3",
    )


def form() -> View:
    """What it says and what it rests on; one that cannot be changed has no button."""
    return live_form(
        OnePolicy.save,
        "save",
        *fields(),
        rx.cond(
            OnePolicy.may_change,
            submit("policy.save", "button mt-5"),
            rx.el.p(word("policy.fixed"), class_name="hint mt-4"),
        ),
        class_name="card fields",
    )


def preview() -> View:
    """The reminder in both languages, and on a locked screen."""
    return rx.el.div(
        letter("zh-CN", OnePolicy.policy_form["title_zh"], OnePolicy.policy_form["text_zh"]),
        letter("en", OnePolicy.policy_form["title_en"], OnePolicy.policy_form["text_en"]),
        class_name="grid sm:grid-cols-2 gap-3",
    )


def letter(lang: str, title: View, text: View) -> View:
    """The reminder as it arrives."""
    return rx.el.div(
        rx.el.div(icon("mail", 20), rx.el.strong(title), class_name="flex items-center gap-2"),
        rx.el.p(text, class_name="mt-2"),
        lang=lang,
        class_name="card",
    )
