"""Whom a policy is for: rows that say it, a group of rows among them, and how many people they fit."""

import reflex as rx

from portal.components.buttons import button
from portal.components.parts import icon
from portal.components.view import View, any_of, how_many
from portal.pages.condition_row import condition_row
from portal.state.conditions import Conditions
from portal.words import word

PAUSE_MILLISECONDS = 500


def then_count(event: View) -> list[View]:
    """Do it, and count once nothing more is changed for a while."""
    return [event, Conditions.count.debounce(PAUSE_MILLISECONDS)]


def conditions() -> View:
    """The rows and their count; a condition that no rows can say is only counted."""
    return rx.el.div(
        rx.cond(
            Conditions.as_rows,
            rx.fragment(
                rx.el.p(word("policy.conditions_text"), class_name="lead"),
                mode("policy.mode", "mode", Conditions.mode, Conditions.choose_mode),
                rx.el.ol(
                    rx.foreach(Conditions.rows, lambda row, place: condition_row(row, place + 1, then_count)),
                    class_name="flex flex-col gap-3 mt-3",
                ),
                rx.cond(any_of(Conditions.inner_rows), group(), rx.fragment()),
                rx.el.div(
                    add("policy.add", "rows"),
                    rx.cond(
                        any_of(Conditions.inner_rows), rx.fragment(), add("policy.add_group", "inner_rows")
                    ),
                    class_name="flex flex-wrap gap-x-6 mt-2",
                ),
            ),
            rx.el.p(word("policy.not_rows"), class_name="lead"),
        ),
        reach(),
        class_name="card",
    )


def group() -> View:
    """Rows that belong together among the others."""
    return rx.el.fieldset(
        rx.el.legend(word("policy.group"), class_name="unseen"),
        mode("policy.inner_mode", "inner_mode", Conditions.inner_mode, Conditions.choose_inner_mode),
        rx.el.ol(
            rx.foreach(
                Conditions.inner_rows,
                lambda row, place: condition_row(row, how_many(Conditions.rows) + place + 1, then_count),
            ),
            class_name="flex flex-col gap-3 mt-3",
        ),
        add("policy.add", "inner_rows"),
        class_name="group mt-3",
    )


def mode(label: str, name: str, chosen: View, choose: View) -> View:
    """Whether all must hold, or any."""
    return rx.el.div(
        rx.el.label(word(label), html_for=name, class_name="font-semibold"),
        rx.el.select(
            *[rx.el.option(word(f"policy.mode_{one}"), value=one) for one in ("all", "any")],
            id=name,
            value=chosen,
            on_change=lambda value: then_count(choose(value)),
            class_name="input input-small",
        ),
        class_name="flex flex-wrap items-center gap-3 mt-3",
    )


def add(label: str, place: str) -> View:
    """One more row."""
    return rx.el.button(
        icon("plus", 18), word(label), type="button", on_click=Conditions.add(place), class_name="link"
    )


def reach() -> View:
    """How many people it fits, or what is wrong, read aloud when it changes."""
    return rx.el.div(
        rx.el.div(
            rx.cond(
                Conditions.row_fault != "",
                rx.el.p(Conditions.row_fault, class_name="text-bad font-semibold"),
                rx.cond(
                    Conditions.reach != "",
                    rx.fragment(
                        rx.el.p(Conditions.reach, class_name="text-24 text-ink font-semibold"),
                        rx.el.p(Conditions.reach_hint, class_name="hint"),
                    ),
                    rx.el.p(word("policy.not_counted"), class_name="hint"),
                ),
            ),
            role="status",
            aria_live="polite",
            class_name="line-text",
        ),
        button("policy.count_now", Conditions.count, "button button-quiet button-small"),
        class_name="reach",
    )
