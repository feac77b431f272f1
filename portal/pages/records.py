"""Who checked my code."""

import reflex as rx

from portal.components.frame import page
from portal.components.parts import empty, waiting
from portal.components.records import record_list
from portal.components.view import View, any_of
from portal.state.records import Records
from portal.words import word


def records() -> View:
    """The page behind `/verifications`."""
    return page(
        "records.title",
        rx.el.p(word("records.lead"), class_name="lead mb-4"),
        rx.cond(
            Records.records_ready,
            rx.cond(
                any_of(Records.records),
                rx.fragment(
                    record_list(Records.records),
                    rx.cond(
                        Records.more_records,
                        rx.el.button(
                            word("frame.more"),
                            on_click=Records.load_more,
                            type="button",
                            class_name="button button-quiet w-full mt-4",
                        ),
                        rx.fragment(),
                    ),
                ),
                empty("records.empty", "records.empty_text"),
            ),
            waiting(5),
        ),
        at="records",
        back="/",
    )
