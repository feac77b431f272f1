"""Why one gets a reminder."""

import reflex as rx

from portal.components.view import View, any_of
from portal.pages.service import fact_line, titled_list
from portal.state.reminder import OneReminder
from portal.words import word


def why() -> View:
    """By which rule, from which data and which register, whose it is, and when."""
    return rx.fragment(
        rx.el.h3(word("reminder.why_rule"), class_name="field-title mb-2"),
        titled_list(OneReminder.why_rules),
        rx.el.h3(word("reminder.why_data"), class_name="field-title mt-4 mb-2"),
        rx.cond(
            any_of(OneReminder.why_facts),
            titled_list(OneReminder.why_facts),
            rx.el.p(word("reminder.why_no_data"), class_name="lead"),
        ),
        rx.el.dl(
            rx.foreach(OneReminder.why_lines, fact_line),
            class_name="card p-0 lines mt-4",
        ),
    )
