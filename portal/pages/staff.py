"""Who works where: for operators and leads."""

import reflex as rx

from portal.components.buttons import button, more_button
from portal.components.forms import field, live_form, select, submit
from portal.components.frame import page
from portal.components.parts import empty, for_those, section, waiting
from portal.components.view import View, any_of
from portal.state.staff import Staff
from portal.words import word


def staff() -> View:
    """The page behind `/staff`: for operators, and leads of a department."""
    shown = rx.cond(Staff.staff_ready, staff_content(), waiting())
    return page(
        "staff.title", for_those(Staff.gives_posts, "staff.not_allowed_text", shown), wide=True, back="/"
    )


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
        select(
            "township",
            "staff.township",
            "staff.whole_county",
            Staff.townships,
            on_change=Staff.choose_township,
        ),
        select("village", "staff.village", "staff.whole_township", Staff.villages),
        select("role", "staff.role", "new_venue.choose", Staff.roles, required=True),
        submit("staff.add", "button mt-4"),
        class_name="card",
    )


def post_line(one: View) -> View:
    """One post, and taking it away."""
    return rx.el.li(
        rx.el.div(rx.el.strong(one.who), rx.el.p(one.where), class_name="line-text min-w-fit"),
        rx.el.span(one.role, class_name="tag"),
        button(
            "staff.remove",
            Staff.remove(one.id),
            "link link-bad",
            aria_label=word("staff.remove") + " " + one.who,
        ),
        class_name="line flex-wrap",
    )
