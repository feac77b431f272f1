"""What waits for staff, and what they did."""

import reflex as rx

from portal.components.buttons import button, cancel_button, more_button
from portal.components.choosing import two_lists
from portal.components.forms import field, live_form, submit
from portal.components.frame import page
from portal.components.parts import anchor, empty, for_those, icon, link, waiting
from portal.components.view import View, any_of
from portal.state.tasks import Tasks
from portal.words import word


def tasks() -> View:
    """The page behind `/tasks`."""
    return page(
        "tasks.title",
        for_those(Tasks.is_staff, "tasks.not_allowed_text", tasks_content()),
        wide=True,
        back="/",
    )


def tasks_content() -> View:
    """The two lists, one of them shown."""
    return rx.fragment(
        two_lists(Tasks.which_tasks, Tasks.choose, ("open", "tasks.open"), ("done", "tasks.done")),
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
    )


def task_line(one: View) -> View:
    """What waits, where, until when, and the way to what it is about."""
    return rx.el.li(
        rx.el.strong(one.title),
        rx.el.p(one.where),
        rx.el.p(one.facts),
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
                        rx.cond(
                            one.path != "",
                            link(word("tasks.look"), to=one.path, class_name="link"),
                            button(
                                "tasks.call",
                                Tasks.show_call(one.reminder),
                                "link",
                                aria_label=word("tasks.call") + " " + one.facts,
                                aria_expanded=rx.cond(Tasks.calling == one.reminder, "true", "false"),
                            ),
                        ),
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
        rx.cond(
            (one.reminder != "") & (Tasks.calling == one.reminder) & (one.note == ""), call(), rx.fragment()
        ),
        class_name="px-4 py-3",
    )


def call() -> View:
    """Whom to call, under which number, and about what."""
    return rx.el.div(
        icon("phone"),
        rx.el.div(
            rx.el.strong(Tasks.call_who),
            rx.cond(
                Tasks.call_phone != "",
                anchor(Tasks.call_phone, href="tel:" + Tasks.call_phone, class_name="link"),
                rx.fragment(),
            ),
            rx.el.p(Tasks.call_text),
            rx.el.p(Tasks.call_told),
        ),
        role="status",
        class_name="notice notice-plain mt-2",
    )
