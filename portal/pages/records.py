"""Who checked my code."""

import reflex as rx

from portal.components.frame import empty, page, waiting
from portal.components.records import record_list
from portal.state.records import Records
from portal.words import word


def records() -> rx.Component:
    """The page behind `/verifications`."""
    return page(
        "records.title",
        rx.el.p(word("records.lead"), class_name="lead mb-4"),
        rx.cond(
            Records.records_ready,
            rx.cond(
                Records.records.length() > 0,
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
