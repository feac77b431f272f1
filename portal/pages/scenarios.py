"""The scenarios that remind people: filters, and a line for each."""

import reflex as rx

from portal.components.applications import state_tag
from portal.components.choosing import chip, chips
from portal.components.frame import page
from portal.components.parts import empty, for_those, icon, link, section, waiting
from portal.components.view import View, any_of
from portal.state.scenarios import Scenarios
from portal.words import word


def scenarios() -> View:
    """The page behind `/scenarios`, for operators, and leads of a department."""
    shown = rx.cond(Scenarios.scenarios_ready, content(), waiting(6))
    return page(
        "scenarios.title",
        for_those(Scenarios.gives_posts, "staff.not_allowed_text", shown),
        wide=True,
        back="/",
    )


def content() -> View:
    """The filters, and what they leave."""
    return rx.fragment(
        rx.el.p(word("scenarios.lead"), class_name="lead"),
        search_form(),
        chips(
            "scenarios.runs",
            rx.foreach(
                Scenarios.scenario_runs,
                lambda one: chip(one.title, Scenarios.chosen_runs == one.id, Scenarios.choose_runs(one.id)),
            ),
        ),
        chips(
            "scenarios.categories",
            rx.foreach(
                Scenarios.scenario_kinds,
                lambda one: chip(one.title, Scenarios.chosen_kind == one.id, Scenarios.choose_kind(one.id)),
            ),
        ),
        section(
            "scenarios.list",
            rx.cond(
                any_of(Scenarios.shown_scenarios),
                rx.el.ul(rx.foreach(Scenarios.shown_scenarios, row), class_name="card p-0 lines"),
                empty("scenarios.none", "scenarios.none_text"),
            ),
            action=rx.el.span(Scenarios.how_many, role="status", class_name="hint"),
        ),
    )


def search_form() -> View:
    """A title, a department, or an id."""
    return rx.el.form(
        rx.el.label(word("scenarios.search"), html_for="scenario_q", class_name="unseen"),
        rx.el.div(
            rx.el.input(
                id="scenario_q",
                name="scenario_q",
                type="search",
                max_length=100,
                placeholder=word("scenarios.search_hint"),
                class_name="input mt-0",
            ),
            rx.el.button(
                icon("search", 20),
                type="submit",
                aria_label=word("scenarios.search"),
                class_name="button flex-none px-4",
            ),
            class_name="flex gap-2",
        ),
        on_submit=Scenarios.search,
        role="search",
        class_name="mt-3",
    )


def row(one: View) -> View:
    """What, whose and how sure, what came of it, and whether it runs."""
    return rx.el.li(
        link(
            rx.el.div(
                rx.el.strong(one.title),
                rx.el.p(one.about),
                rx.el.p(one.counts),
                rx.el.p(one.sweep, class_name=rx.cond(one.failed, "text-bad", "")),
                class_name="line-text",
            ),
            state_tag(one.state, one.tone),
            to=one.path,
            class_name="line line-wrap",
        )
    )
