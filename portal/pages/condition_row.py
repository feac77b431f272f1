"""One row of a condition: a register, one of its facts, how it is compared, and with what."""

from collections.abc import Callable

import reflex as rx

from portal.components.parts import icon
from portal.components.view import View
from portal.state.comparisons import CHARACTERS_MAX, UNITS
from portal.state.conditions import Conditions
from portal.words import word

Then = Callable[[View], list[View]]


def condition_row(row: View, number: View, then: Then) -> View:
    """The row, whose parts are named with its number; `then` counts after each change."""
    name = word("policy.condition_number") + number.to_string()
    return rx.el.li(
        rx.el.div(
            rx.el.span(name, class_name="hint"),
            rx.el.button(
                icon("x", 18),
                type="button",
                on_click=then(Conditions.remove(row.key)),
                aria_label=word("policy.remove") + " " + name,
                class_name="link",
            ),
            class_name="flex items-center justify-between",
        ),
        rx.el.div(
            choice("register", "policy.register", row, row.register, Conditions.registers, name, then),
            choice("fact", "policy.fact", row, row.fact, row.facts, name, then),
            choice("how", "policy.how", row, row.how, row.ways, name, then),
            other_side(row, name, then),
            class_name="grid gap-2 sm:grid-cols-2",
        ),
        key=row.key,
        class_name="condition",
    )


def choice(what: str, label: str, row: View, chosen: View, options: View, name: View, then: Then) -> View:
    """One of the row's choices."""
    return rx.el.select(
        rx.el.option(word(label), value=""),
        rx.foreach(options, lambda one: rx.el.option(one.title, value=one.id)),
        value=chosen,
        on_change=lambda value: then(Conditions.choose(row.key, what, value)),
        aria_label=name + " " + word(label),
        class_name="input mt-0",
    )


def other_side(row: View, name: View, then: Then) -> View:
    """What the fact is compared with, in the kind of field that fits."""
    return rx.match(
        row.widget,
        ("number", typed(row, name, then, input_mode="numeric")),
        ("amount", amount(row, name, then)),
        ("day", typed(row, name, then, type="date")),
        ("text", typed(row, name, then, type="text")),
        ("choice", one_of(row, name, then)),
        ("choices", several(row, name, then)),
        rx.fragment(),
    )


def typed(row: View, name: View, then: Then, **props: View) -> View:
    """Something to type."""
    return rx.el.input(
        default_value=row.value,
        key=row.key + row.how,
        max_length=CHARACTERS_MAX * 10,
        on_change=lambda value: then(Conditions.type_value(row.key, value)),
        aria_label=name + " " + word("policy.value"),
        placeholder=rx.cond(row.how == "one-of", word("policy.several_hint"), ""),
        class_name="input mt-0",
        **props,
    )


def amount(row: View, name: View, then: Then) -> View:
    """So many years, months or days."""
    return rx.el.div(
        typed(row, name, then, input_mode="numeric"),
        rx.el.select(
            *[rx.el.option(word(f"policy.{unit}"), value=unit) for unit in UNITS],
            value=row.unit,
            on_change=lambda value: then(Conditions.choose_unit(row.key, value)),
            aria_label=name + " " + word("policy.unit"),
            class_name="input mt-0",
        ),
        class_name="grid grid-cols-2 gap-2",
    )


def one_of(row: View, name: View, then: Then) -> View:
    """One of the values that the fact may have."""
    return rx.el.select(
        rx.el.option(word("policy.choose"), value=""),
        rx.foreach(row.options, lambda one: rx.el.option(one.title, value=one.id)),
        value=row.value,
        on_change=lambda value: then(Conditions.type_value(row.key, value)),
        aria_label=name + " " + word("policy.value"),
        class_name="input mt-0",
    )


def several(row: View, name: View, then: Then) -> View:
    """Some of those values."""
    return rx.el.div(
        rx.foreach(
            row.options,
            lambda one: rx.el.button(
                one.title,
                type="button",
                on_click=then(Conditions.toggle(row.key, one.id)),
                aria_pressed=rx.cond(one.chosen, "true", "false"),
                class_name="chip",
            ),
        ),
        role="group",
        aria_label=name + " " + word("policy.value"),
        class_name="flex flex-wrap gap-2 sm:col-span-2",
    )
