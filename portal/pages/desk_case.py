"""One application at a clerk's desk: what was said and handed in, what registers say, and the decision."""

import reflex as rx

from portal.components.applications import state_tag, timeline
from portal.components.buttons import button, cancel_button
from portal.components.forms import field, live_form, select, submit
from portal.components.frame import page
from portal.components.parts import anchor, icon, section, waiting
from portal.components.view import View, any_of, holds
from portal.state.desk_case import DeskCase
from portal.words import word


def desk_case() -> View:
    """The page behind `/desk/[application]`."""
    return page("desk.case", rx.cond(DeskCase.case_ready, content(), waiting(5)), wide=True, back="/desk")


def content() -> View:
    """Everything about it, and what can be done."""
    return rx.fragment(
        heading(),
        rx.cond(DeskCase.opened == "", actions(), rx.fragment()),
        rx.match(
            DeskCase.opened,
            ("ask-correction", correction_form()),
            ("approve", approval_form()),
            ("refuse", refusal_form()),
            rx.fragment(),
        ),
        section(
            "desk.answers", rx.el.ul(rx.foreach(DeskCase.answers, answer_line), class_name="card p-0 lines")
        ),
        rx.cond(
            any_of(DeskCase.papers),
            section(
                "apply.materials",
                rx.el.ul(rx.foreach(DeskCase.papers, paper_line), class_name="card p-0 lines"),
            ),
            rx.fragment(),
        ),
        section("desk.facts", facts()),
        section("application.history", timeline(DeskCase.case_events)),
    )


def heading() -> View:
    """What, whose, where it stands, and until when."""
    return rx.el.div(
        rx.el.div(
            rx.el.h2(DeskCase.case_title, class_name="text-20 font-semibold"),
            rx.el.p(DeskCase.case_who, " ", DeskCase.case_phone),
            rx.cond(DeskCase.case_firm != "", rx.el.p(DeskCase.case_firm), rx.fragment()),
            rx.el.p(DeskCase.case_number, " · ", DeskCase.case_place, class_name="hint"),
            rx.el.p(DeskCase.case_due, class_name="hint"),
            rx.cond(
                DeskCase.case_taken != "",
                rx.el.p(word("desk.taken_by"), " ", DeskCase.case_taken, class_name="hint"),
                rx.fragment(),
            ),
            class_name="line-text",
        ),
        state_tag(DeskCase.case_state, DeskCase.case_tone),
        class_name="card flex items-start gap-3",
    )


def actions() -> View:
    """What can be done now."""
    return rx.el.div(
        when("accept", button("desk.accept", DeskCase.step("acceptance"), "button")),
        when("review", button("desk.review", DeskCase.step("review"), "button button-quiet")),
        when("approve", button("desk.approve", DeskCase.open("approve"), "button")),
        when("deliver", button("desk.deliver", DeskCase.step("delivery"), "button")),
        when("ask-correction", button("desk.ask", DeskCase.open("ask-correction"), "button button-quiet")),
        when("refuse", button("desk.refuse", DeskCase.open("refuse"), "button button-quiet")),
        when(
            "assign",
            rx.el.button(
                rx.cond(DeskCase.case_mine, word("desk.put_back"), word("desk.take")),
                on_click=DeskCase.take,
                type="button",
                class_name="link",
            ),
        ),
        class_name="flex flex-wrap gap-3 mt-3",
    )


def when(deed: str, what: View) -> View:
    """Something that is shown while it can be done."""
    return rx.cond(holds(DeskCase.can, deed), what, rx.fragment())


def text_area(name: str, label: str, **props: View) -> View:
    """Some sentences of the clerk's."""
    return rx.el.div(
        rx.el.label(word(label), html_for=name),
        rx.el.textarea(id=name, name=name, rows="4", max_length=1000, class_name="input", **props),
        class_name="field",
    )


def correction_form() -> View:
    """What shall be corrected: a reason, the words, and the places that are ticked below."""
    return live_form(
        DeskCase.ask_correction,
        "ask_correction",
        rx.el.h2(word("desk.ask"), class_name="h2"),
        rx.el.p(word("desk.ask_hint"), class_name="hint"),
        select(
            "template",
            "desk.template",
            "desk.no_template",
            DeskCase.reasons,
            on_change=DeskCase.choose_reason,
        ),
        text_area(
            "asked_text",
            "desk.asked_text",
            default_value=DeskCase.draft_text,
            key=DeskCase.chosen_reason,
            required=True,
        ),
        buttons("desk.ask_send", "button"),
        class_name="card mt-3",
    )


def approval_form() -> View:
    """A word to the applicant, if need be."""
    return live_form(
        DeskCase.approve,
        "approve",
        rx.el.h2(word("desk.approve"), class_name="h2"),
        field("approval_note", "desk.note", max_length=500),
        buttons("desk.approve", "button"),
        class_name="card mt-3",
    )


def refusal_form() -> View:
    """A reason, and what it is in this case."""
    return live_form(
        DeskCase.refuse,
        "refuse",
        rx.el.h2(word("desk.refuse"), class_name="h2"),
        select(
            "reason",
            "desk.reason",
            "new_venue.choose",
            DeskCase.reasons,
            on_change=DeskCase.choose_reason,
            required=True,
        ),
        text_area(
            "refusal_text",
            "desk.refusal_text",
            default_value=DeskCase.draft_text,
            key=DeskCase.chosen_reason,
            required=True,
        ),
        buttons("desk.refuse", "button button-bad"),
        class_name="card mt-3",
    )


def buttons(label: str, look: str) -> View:
    """Do it, or not."""
    return rx.el.div(
        submit(label, look), cancel_button(DeskCase.close), class_name="mt-4 flex flex-wrap gap-3"
    )


def mark(kind: str, id_: View, title: View, asked: View, on_change: View) -> View:
    """A tick that asks about a place, while a correction is being written."""
    return rx.cond(
        DeskCase.opened == "ask-correction",
        rx.el.label(
            rx.el.input(
                type="checkbox",
                id=f"{kind}-" + id_,
                default_checked=asked,
                on_change=on_change,
                class_name="check",
            ),
            rx.el.span(word("desk.mark"), rx.el.span(title, class_name="unseen")),
            class_name="choice",
        ),
        rx.fragment(),
    )


def answer_line(one: View) -> View:
    """One answer, where it comes from, and whether the last correction changed it."""
    return rx.el.li(
        rx.el.div(
            rx.el.p(one.label, class_name="lead"),
            rx.el.p(one.text, class_name="text-17"),
            rx.cond(
                one.source != "",
                rx.el.p(icon("badge_check", 16), one.source, class_name="hint flex items-center gap-1"),
                rx.fragment(),
            ),
            class_name="line-text",
        ),
        rx.cond(one.changed, rx.el.span(word("desk.changed"), class_name="tag tag-warn"), rx.fragment()),
        mark("answer", one.id, one.label, one.asked, DeskCase.mark_answer(one.id)),
        class_name="line",
    )


def paper_line(one: View) -> View:
    """One material and its files."""
    return rx.el.li(
        rx.el.div(
            rx.el.p(one.title, class_name="lead"),
            rx.cond(one.source != "", rx.el.p(one.source, class_name="hint"), rx.fragment()),
            rx.el.ul(
                rx.foreach(
                    one.files,
                    lambda file: rx.el.li(
                        anchor(
                            icon("file_check", 18),
                            file.name,
                            href=file.path,
                            target="_blank",
                            rel="noopener",
                            class_name="link",
                        ),
                        rx.el.span(" ", file.size, class_name="hint"),
                    ),
                )
            ),
            class_name="line-text",
        ),
        mark("paper", one.id, one.title, one.asked, DeskCase.mark_paper(one.id)),
        class_name="line",
    )


def facts() -> View:
    """What registers say; asked for only when it is needed, for each look is written down."""
    return rx.cond(
        DeskCase.facts_read,
        rx.el.ul(
            rx.foreach(
                DeskCase.case_facts,
                lambda one: rx.el.li(
                    rx.el.div(
                        rx.el.strong(one.title),
                        rx.el.ul(rx.foreach(one.lines, rx.el.li)),
                        rx.el.p(one.until, " ", one.source, class_name="hint"),
                        class_name="line-text",
                    ),
                    class_name="line",
                ),
            ),
            class_name="card p-0 lines",
        ),
        rx.el.div(
            rx.el.p(word("desk.facts_hint"), class_name="hint"),
            button("desk.read_facts", DeskCase.read_facts, "button button-quiet mt-2"),
            class_name="card",
        ),
    )
