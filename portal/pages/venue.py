"""One venue: its readers and what may be done with them."""

import reflex as rx

from portal.components.buttons import button, cancel_button, more_button
from portal.components.forms import field, live_form, select, submit
from portal.components.frame import page
from portal.components.parts import anchor, empty, icon, section, waiting
from portal.components.view import View, any_of
from portal.state.venue import OneVenue
from portal.words import word


def venue() -> View:
    """The page behind `/venues/[id]`."""
    return page(
        "venue.title",
        rx.cond(OneVenue.venue_ready, content(), waiting()),
        wide=True,
        back="/venues",
    )


def content() -> View:
    """The venue's state, the code that was just made, and the readers."""
    return rx.fragment(
        heading(),
        rx.cond(OneVenue.code != "", code_card(), rx.fragment()),
        rx.cond(OneVenue.adding, reader_form(), rx.fragment()),
        section(
            "venue.readers",
            rx.cond(
                any_of(OneVenue.readers),
                rx.fragment(
                    rx.el.ul(rx.foreach(OneVenue.readers, reader_line), class_name="card p-0 lines"),
                    more_button(OneVenue.more_readers, OneVenue.load_more),
                ),
                empty("venue.no_readers", "venue.no_readers_text"),
            ),
            action=button("venue.add", OneVenue.open_form, "button button-small"),
        ),
        section("venue.report", report()),
    )


def report() -> View:
    """What was checked here lately, by outcome."""
    return rx.fragment(
        rx.cond(
            OneVenue.venue_findings != "",
            rx.el.p(icon("circle_alert"), OneVenue.venue_findings, class_name="notice mb-3"),
            rx.fragment(),
        ),
        rx.cond(
            any_of(OneVenue.outcomes),
            rx.el.div(
                rx.el.table(
                    rx.el.thead(
                        rx.el.tr(
                            rx.el.th(word("venue.outcome"), scope="col"),
                            *[
                                rx.el.th(word(f"venue.{name}"), scope="col", class_name="text-right")
                                for name in ("online", "offline", "total")
                            ],
                        )
                    ),
                    rx.el.tbody(rx.foreach(OneVenue.outcomes, outcome_row)),
                    class_name="table",
                ),
                class_name="card p-0",
            ),
            empty("venue.report_empty", "venue.report_empty_text"),
        ),
    )


def outcome_row(one: View) -> View:
    """One outcome with its figures."""
    return rx.el.tr(
        rx.el.th(one.outcome, scope="row"),
        rx.el.td(one.online, class_name="text-right"),
        rx.el.td(one.offline, class_name="text-right"),
        rx.el.td(one.total, class_name="text-right"),
    )


def heading() -> View:
    """Which venue, and whether it is open."""
    return rx.el.div(
        rx.el.div(
            rx.el.div(
                rx.el.h2(OneVenue.venue_name, class_name="text-20 font-semibold"),
                rx.el.p(OneVenue.venue_place, class_name="lead"),
                rx.el.p(OneVenue.venue_reason, class_name="text-bad"),
                class_name="line-text",
            ),
            rx.cond(
                OneVenue.venue_suspended,
                rx.el.span(word("venues.suspended"), class_name="tag tag-bad"),
                rx.el.span(word("venues.open"), class_name="tag tag-good"),
            ),
            class_name="flex items-start gap-3",
        ),
        rx.cond(
            OneVenue.venue_suspended,
            button("venue.resume_venue", OneVenue.resume("venue"), "link"),
            rx.cond(
                OneVenue.suspending == "venue",
                reason_form("venue"),
                button("venue.suspend_venue", OneVenue.ask_to_suspend("venue"), "link link-bad"),
            ),
        ),
        class_name="card",
    )


def reason_form(name: str) -> View:
    """Asks why, before anything is suspended; `name` tells its field from another form's."""
    return live_form(
        OneVenue.suspend,
        "suspend",
        rx.el.p(word("venue.suspend_sure"), class_name="lead mt-2"),
        field(
            f"{name}-reason",
            "venue.reason",
            "venue.reason_hint",
            name="reason",
            max_length=200,
            min_length=2,
            required=True,
        ),
        rx.el.div(
            submit("venue.suspend", "button button-bad"),
            cancel_button(OneVenue.close_forms),
            class_name="mt-4 flex flex-wrap gap-3",
        ),
    )


def reader_form() -> View:
    """A new reader: its name and its scene."""
    return live_form(
        OneVenue.add_reader,
        "add_reader",
        field(
            "reader-name",
            "venue.reader_name",
            "venue.reader_name_hint",
            name="name",
            max_length=60,
            required=True,
            auto_focus=True,
        ),
        select("scene", "venue.reader_scene", "new_venue.choose", OneVenue.venue_scenes, required=True),
        rx.el.div(
            submit("venue.submit", "button"),
            cancel_button(OneVenue.close_forms),
            class_name="mt-4 flex flex-wrap gap-3",
        ),
        class_name="card mt-4",
    )


def code_card() -> View:
    """The one-time code, large, and the way to the scanner page."""
    return rx.el.section(
        rx.el.h2(word("venue.code_title"), " · ", OneVenue.code_reader, class_name="h2"),
        rx.el.p(OneVenue.code, class_name="spell mt-3", id="enrolment-code"),
        rx.el.p(OneVenue.code_until, class_name="lead mt-1"),
        rx.el.p(word("venue.code_text"), class_name="mt-3"),
        rx.el.div(
            rx.el.img(
                src=OneVenue.scan_picture,
                alt=word("venue.code_picture"),
                class_name="w-32 h-32 rounded bg-plate",
            ),
            rx.el.div(
                rx.el.p(word("venue.code_picture_text"), class_name="hint"),
                anchor(word("venue.code_open"), href="/scan", class_name="link"),
            ),
            class_name="mt-3 flex items-center gap-4",
        ),
        button("venue.code_done", OneVenue.close_forms, "button button-quiet mt-4"),
        role="status",
        class_name="card mt-4",
    )


def reader_line(one: View) -> View:
    """One reader: name, scene, when it was seen, its state in words, and what can be done."""
    return rx.el.li(
        rx.el.div(
            rx.el.div(
                rx.el.strong(one.name),
                rx.el.p(one.scene, " · ", one.seen),
                rx.cond(one.handed_in != "", rx.el.p(one.handed_in), rx.fragment()),
                rx.cond(one.reason != "", rx.el.p(one.reason), rx.fragment()),
                class_name="line-text",
            ),
            rx.match(
                one.state,
                ("enrolled", rx.el.span(icon("check", 16), one.state_words, class_name="tag tag-good")),
                ("suspended", rx.el.span(icon("pause", 16), one.state_words, class_name="tag tag-bad")),
                rx.el.span(one.state_words, class_name="tag tag-warn"),
            ),
            class_name="flex items-start gap-3",
        ),
        rx.cond(OneVenue.suspending == one.id, reason_form("reader"), reader_actions(one)),
        class_name="px-4 py-3",
    )


def reader_actions(one: View) -> View:
    """A new code, and suspending or resuming."""
    return rx.el.div(
        button(
            "venue.new_code",
            OneVenue.renew_code(one.id),
            "link",
            aria_label=word("venue.new_code") + " " + one.name,
        ),
        rx.cond(
            one.own_suspension,
            button(
                "venue.resume",
                OneVenue.resume(one.id),
                "link",
                aria_label=word("venue.resume") + " " + one.name,
            ),
            button(
                "venue.suspend",
                OneVenue.ask_to_suspend(one.id),
                "link link-bad",
                aria_label=word("venue.suspend") + " " + one.name,
            ),
        ),
        class_name="flex flex-wrap gap-x-6",
    )
