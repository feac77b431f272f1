"""What is to be handed in, and the files that are there."""

import reflex as rx

from portal.components.buttons import button
from portal.components.parts import anchor, icon
from portal.components.uploader import uploader
from portal.components.view import View, any_of
from portal.state.apply import Apply
from portal.words import word


def one_material(one: View) -> View:
    """One thing to hand in, or the register that has it."""
    return rx.el.div(
        rx.el.h3(
            one.title,
            rx.cond(
                one.marked,
                rx.el.span(word("apply.please_correct"), class_name="tag tag-warn ml-2"),
                rx.fragment(),
            ),
            class_name="field-title",
        ),
        rx.cond(
            one.source != "",
            rx.el.p(icon("badge_check", 18), one.source, class_name="hint flex items-center gap-1"),
            rx.el.p(one.hint, id="hint-" + one.id, class_name="hint"),
        ),
        rx.el.ul(rx.foreach(one.files, lambda file: file_line(file, one.locked))),
        rx.el.p(one.error, id="error-" + one.id, role="alert", class_name="error"),
        rx.cond(
            one.locked,
            rx.fragment(),
            uploader(
                path=one.path,
                name=one.id,
                label=one.title,
                accept=one.accept,
                bytes_max=one.bytes_max,
                more=any_of(one.files),
                described_by="hint-" + one.id + " error-" + one.id,
                invalid=one.error != "",
                on_done=Apply.uploaded,
            ),
        ),
        class_name="card",
    )


def file_line(file: View, locked: View) -> View:
    """A file that was handed in: look at it, or remove it."""
    return rx.el.li(
        rx.cond(
            file.is_picture,
            rx.el.img(src=file.path, alt="", class_name="thumb"),
            rx.el.span(icon("file_text"), class_name="thumb"),
        ),
        rx.el.div(
            anchor(file.name, href=file.path, target="_blank", rel="noopener", class_name="link"),
            rx.el.p(file.size),
            class_name="line-text",
        ),
        rx.cond(
            locked,
            rx.fragment(),
            button(
                "apply.remove_file",
                Apply.remove_file(file.id),
                "link link-bad flex-none",
                aria_label=word("apply.remove_file") + " " + file.name,
            ),
        ),
        class_name="flex items-center gap-3 mt-3",
    )
