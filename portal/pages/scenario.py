"""One scenario: what it says, when, by which law; its dry run and its switch."""

import reflex as rx

from portal.components.applications import state_tag
from portal.components.buttons import button, cancel_button
from portal.components.forms import field, live_form, submit
from portal.components.frame import page
from portal.components.parts import for_those, icon, section, waiting
from portal.components.view import View, any_of
from portal.pages.service import fact_line, titled_list
from portal.state.scenario import OneScenario
from portal.words import word


def scenario() -> View:
    """The page behind `/scenarios/[scenario]`."""
    shown = rx.cond(OneScenario.scenario_ready, content(), waiting())
    return page(
        "scenario.title",
        for_those(OneScenario.gives_posts, "staff.not_allowed_text", shown),
        wide=True,
        back="/scenarios",
    )


def content() -> View:
    """Heading and switch, the dry run, and the rule itself."""
    return rx.fragment(
        heading(),
        section("scenario.dry_run", dry_run()),
        section("scenario.text", words()),
        section("scenario.steps", titled_list(OneScenario.scenario_steps)),
        rx.cond(
            any_of(OneScenario.scenario_laws),
            section("scenario.laws", titled_list(OneScenario.scenario_laws)),
            rx.fragment(),
        ),
        section(
            "scenario.facts",
            rx.el.dl(rx.foreach(OneScenario.scenario_facts, fact_line), class_name="card p-0 lines"),
            rx.cond(
                OneScenario.scenario_note != "",
                rx.el.p(word("scenario.note"), " ", OneScenario.scenario_note, class_name="hint mt-3"),
                rx.fragment(),
            ),
        ),
    )


def heading() -> View:
    """What it is, whether it runs, and its switch."""
    return rx.el.div(
        rx.el.div(
            rx.el.div(
                rx.el.h2(OneScenario.scenario_title, class_name="text-20 font-semibold"),
                rx.el.p(OneScenario.scenario_id, class_name="hint"),
                class_name="line-text",
            ),
            state_tag(OneScenario.scenario_state, OneScenario.scenario_tone),
            class_name="flex items-start gap-3",
        ),
        rx.cond(OneScenario.may_run, rx.cond(OneScenario.switching, sure(), switch_button()), rx.fragment()),
        class_name="card mt-2",
    )


def switch_button() -> View:
    """Begins switching it."""
    return rx.cond(
        OneScenario.is_live,
        button("scenario.turn_off", OneScenario.ask_to_switch(True), "link link-bad mt-1"),
        button("scenario.turn_on", OneScenario.ask_to_switch(True), "button button-small mt-3"),
    )


def sure() -> View:
    """Asks once more."""
    return rx.el.div(
        rx.el.p(
            rx.cond(OneScenario.is_live, word("scenario.turn_off_sure"), word("scenario.turn_on_sure")),
            role="status",
        ),
        rx.el.div(
            rx.cond(
                OneScenario.is_live,
                button("scenario.turn_off", OneScenario.switch, "button button-bad"),
                button("scenario.turn_on", OneScenario.switch),
            ),
            cancel_button(OneScenario.ask_to_switch(False)),
            class_name="mt-3 flex flex-wrap gap-3",
        ),
        class_name="mt-3",
    )


def words() -> View:
    """What it says, in both languages."""
    return rx.el.dl(
        *[
            rx.el.div(
                rx.el.dt(word(title), class_name="lead"), rx.el.dd(text, lang=lang), class_name="px-4 py-3"
            )
            for title, text, lang in (
                ("scenario.chinese", OneScenario.text_zh, "zh-CN"),
                ("scenario.english", OneScenario.text_en, "en"),
            )
        ],
        rx.cond(
            OneScenario.is_sensitive,
            rx.el.div(rx.el.dt(icon("eye_off", 20)), rx.el.dd(word("scenario.masked")), class_name="line"),
            rx.fragment(),
        ),
        class_name="card p-0 lines",
    )


def dry_run() -> View:
    """Asks for a day, and shows whom it would tell then."""
    return rx.fragment(
        live_form(
            OneScenario.dry_run,
            "dry_run",
            rx.el.p(word("scenario.dry_run_text"), class_name="lead"),
            field("on", "scenario.which_day", type="date"),
            submit("scenario.run", "button mt-4"),
            class_name="card",
        ),
        rx.el.div(rx.cond(OneScenario.tried_ready, tried(), rx.fragment()), role="status", class_name="mt-3"),
    )


def tried() -> View:
    """How many, where, and some of them."""
    return rx.el.div(
        rx.el.p(OneScenario.tried_count, class_name="h2 px-4 pt-4"),
        rx.cond(
            OneScenario.tried_nobody,
            rx.el.p(word("scenario.nobody"), class_name="lead px-4 pb-4"),
            rx.el.div(
                tried_table(OneScenario.tried_districts, ("scenario.district", "scenario.people")),
                rx.el.h3(word("scenario.sample"), class_name="field-title px-4 mt-4"),
                tried_table(OneScenario.tried_sample, ("scenario.person", "scenario.due", "scenario.step")),
            ),
        ),
        class_name="card p-0",
    )


def tried_table(lines: View, heads: tuple[str, ...]) -> View:
    """Lines with a head."""
    return rx.el.table(
        rx.el.thead(
            rx.el.tr(
                *[
                    rx.el.th(word(head), scope="col", class_name="text-right" if place else "")
                    for place, head in enumerate(heads)
                ]
            )
        ),
        rx.el.tbody(
            rx.foreach(
                lines,
                lambda one: rx.el.tr(
                    rx.el.th(one.title, scope="row"),
                    rx.el.td(one.text, class_name="text-right"),
                    *([rx.el.td(one.more, class_name="text-right")] if len(heads) > 2 else []),
                ),
            )
        ),
        class_name="table",
    )
