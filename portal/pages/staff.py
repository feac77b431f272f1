"""Staff and their tasks."""

import reflex as rx

from portal.components.buttons import button, cancel_button, more_button
from portal.components.forms import field, live_form, select, submit
from portal.components.frame import page
from portal.components.parts import empty, link, section, waiting
from portal.components.view import View, any_of
from portal.state.staff import Staff, Tasks
from portal.words import word


def staff() -> View:
    """The page behind `/staff`: for operators, and leads of a department."""
    return page("staff.title", rx.cond(Staff.staff_ready, staff_content(), waiting()), wide=True, back="/")


def staff_content() -> View:
    """Giving a post, and those that are held."""
    return rx.fragment(
        rx.el.p(word("staff.lead_text"), class_name="lead"),
        section("staff.add_title", post_form()),
        section(
            "staff.posts",
            rx.cond(
                any_of(Staff.staff_posts),
                rx.fragment(
                    rx.el.ul(rx.foreach(Staff.staff_posts, post_line), class_name="card p-0 lines"),
                    more_button(Staff.more_staff, Staff.load_more),
                ),
                empty("staff.none", "staff.none_text"),
            ),
        ),
    )


def post_form() -> View:
    """Whom, where, as what."""
    return live_form(
        Staff.add,
        "add",
        field("phone", "staff.phone", type="tel", max_length=32, required=True),
        select("department", "staff.department", "new_venue.choose", Staff.departments, required=True),
        select(
            "county",
            "staff.county",
            "new_venue.choose",
            Staff.counties,
            required=True,
            on_change=Staff.choose_county,
        ),
        select("township", "staff.township", "staff.whole_county", Staff.townships),
        select("role", "staff.role", "new_venue.choose", Staff.roles, required=True),
        submit("staff.add", "button mt-4"),
        class_name="card",
    )


def post_line(one: View) -> View:
    """One post, and taking it away."""
    return rx.el.li(
        rx.el.div(rx.el.strong(one.who), rx.el.p(one.where), class_name="line-text"),
        rx.el.span(one.role, class_name="tag"),
        button(
            "staff.remove",
            Staff.remove(one.id),
            "link link-bad",
            aria_label=word("staff.remove") + " " + one.who,
        ),
        class_name="line",
    )


def tasks() -> View:
    """The page behind `/tasks`."""
    return page(
        "tasks.title",
        rx.el.div(which("open", "tasks.open"), which("done", "tasks.done"), class_name="flex gap-2 mt-2"),
        rx.cond(
            Tasks.tasks_ready,
            rx.cond(
                any_of(Tasks.tasks),
                rx.fragment(
                    rx.el.ul(rx.foreach(Tasks.tasks, task_line), class_name="card p-0 lines mt-3"),
                    more_button(Tasks.more_tasks, Tasks.load_more),
                ),
                empty("tasks.none", "tasks.none_text"),
            ),
            waiting(),
        ),
        wide=True,
        back="/",
    )


def which(name: str, label: str) -> View:
    """One of the two lists."""
    here = Tasks.which_tasks == name
    return button(
        label,
        Tasks.choose(name),
        rx.cond(here, "button button-small", "button button-quiet button-small"),
        aria_pressed=rx.cond(here, "true", "false"),
    )


def task_line(one: View) -> View:
    """What waits, where, until when, and the way to what it is about."""
    return rx.el.li(
        rx.el.strong(one.title),
        rx.el.p(one.where, " · ", one.facts),
        rx.cond(
            one.note != "",
            rx.el.p(one.note, class_name="hint"),
            rx.fragment(
                rx.el.p(one.due, class_name=rx.cond(one.overdue, "text-bad", "hint")),
                rx.cond(
                    Tasks.completing == one.id,
                    live_form(
                        Tasks.complete,
                        "complete",
                        field("note", "tasks.note", max_length=200, required=True, auto_focus=True),
                        rx.el.div(
                            submit("tasks.complete", "button"),
                            cancel_button(Tasks.ask("")),
                            class_name="mt-4 flex flex-wrap gap-3",
                        ),
                    ),
                    rx.el.div(
                        link(word("tasks.look"), to=one.path, class_name="link"),
                        button(
                            "tasks.complete",
                            Tasks.ask(one.id),
                            "link",
                            aria_label=word("tasks.complete") + " " + one.title,
                        ),
                        class_name="flex flex-wrap gap-x-6",
                    ),
                ),
            ),
        ),
        class_name="px-4 py-3",
    )
