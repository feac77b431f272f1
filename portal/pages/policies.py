"""The policies that the city tells people about."""

import reflex as rx

from portal.components.applications import state_tag
from portal.components.frame import page
from portal.components.parts import empty, for_those, link, section, waiting
from portal.components.view import View, any_of
from portal.state.policies import Policies
from portal.words import word


def policies() -> View:
    """The page behind `/policies`, for operators, and leads of a department."""
    shown = rx.cond(Policies.policies_ready, content(), waiting(4))
    return page(
        "policies.title",
        for_those(Policies.gives_posts, "staff.not_allowed_text", shown),
        wide=True,
        back="/",
    )


def content() -> View:
    """The list, and the way to a new one."""
    return rx.fragment(
        rx.el.p(word("policies.lead"), class_name="lead"),
        section(
            "policies.list",
            rx.cond(
                any_of(Policies.policy_rows),
                rx.el.ul(rx.foreach(Policies.policy_rows, row), class_name="card p-0 lines"),
                empty("policies.none", "policies.none_text"),
            ),
            action=link(word("policies.new"), to="/policies/new", class_name="button button-small"),
        ),
    )


def row(one: View) -> View:
    """What it is, whose and for whom, and whether it is in force."""
    return rx.el.li(
        link(
            rx.el.div(
                rx.el.strong(one.title),
                rx.el.p(one.summary, class_name="text-15"),
                rx.el.p(one.about),
                rx.cond(one.sweep != "", rx.el.p(one.sweep), rx.fragment()),
                class_name="line-text",
            ),
            state_tag(one.state, one.tone),
            to=one.path,
            class_name="line line-wrap",
        )
    )
