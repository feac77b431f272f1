"""What the city reminded one of."""

import reflex as rx

from portal.components.buttons import more_button
from portal.components.choosing import two_lists
from portal.components.frame import page
from portal.components.parts import confirm_or_empty, link, waiting
from portal.components.reminders import reminder_list
from portal.components.view import View, any_of
from portal.state.reminders import Reminders
from portal.words import word


def reminders() -> View:
    """The page behind `/reminders`."""
    return page(
        "reminders.title",
        two_lists(
            Reminders.which_reminders, Reminders.choose, ("open", "reminders.open"), ("all", "reminders.all")
        ),
        rx.el.div(
            rx.cond(
                Reminders.reminders_ready,
                rx.cond(
                    any_of(Reminders.reminder_lines),
                    rx.fragment(
                        reminder_list(Reminders.reminder_lines),
                        more_button(Reminders.more_reminders, Reminders.load_more),
                    ),
                    confirm_or_empty(Reminders.device_confirmed, "reminders.none", "reminders.none_text"),
                ),
                waiting(),
            ),
            class_name="mt-3",
        ),
        rx.el.p(link(word("preferences.title"), to="/preferences", class_name="link"), class_name="mt-4"),
        at="home",
        back="/",
    )
