"""The venues one manages, and opening another."""

import reflex as rx

from portal.components.buttons import more_button
from portal.components.forms import field, live_form, select, submit
from portal.components.frame import page
from portal.components.parts import empty, link, section, waiting
from portal.components.view import View, any_of
from portal.state.venues import Venues
from portal.words import word


def venues() -> View:
    """The page behind `/venues`."""
    return page(
        "venues.title",
        rx.el.p(word("venues.lead"), class_name="lead"),
        section(
            "venues.list",
            rx.cond(
                Venues.venues_ready,
                rx.cond(
                    any_of(Venues.venues),
                    rx.fragment(
                        rx.el.ul(rx.foreach(Venues.venues, venue_line), class_name="card p-0 lines"),
                        more_button(Venues.more_venues, Venues.load_more),
                    ),
                    empty("venues.empty", "venues.empty_text"),
                ),
                waiting(),
            ),
            action=rx.cond(
                any_of(Venues.organisations),
                link(word("venues.new"), to="/venues/new", class_name="link"),
                rx.fragment(),
            ),
        ),
        section(
            "venues.organisations",
            rx.el.ul(
                rx.foreach(
                    Venues.organisations,
                    lambda one: rx.el.li(
                        rx.el.div(rx.el.strong(one.title), class_name="line-text"), class_name="line"
                    ),
                ),
                class_name="card p-0 lines",
            ),
        ),
        wide=True,
        back="/",
    )


def venue_line(one: View) -> View:
    """One venue: its name, where it is and what for, and whether it is open."""
    return rx.el.li(
        link(
            rx.el.div(
                rx.el.strong(one.name), rx.el.p(one.place), rx.el.p(one.scenes), class_name="line-text"
            ),
            rx.cond(
                one.suspended,
                rx.el.span(word("venues.suspended"), class_name="tag tag-bad"),
                rx.el.span(word("venues.open"), class_name="tag tag-good"),
            ),
            to="/venues/" + one.id,
            class_name="line",
        )
    )


def new_venue() -> View:
    """The page behind `/venues/new`."""
    return page(
        "new_venue.title",
        rx.cond(
            Venues.venues_ready,
            rx.cond(
                any_of(Venues.organisations),
                new_venue_form(),
                rx.el.p(word("new_venue.none"), class_name="empty"),
            ),
            waiting(),
        ),
        dock=False,
        back="/venues",
    )


def new_venue_form() -> View:
    """Everything a venue needs."""
    return live_form(
        Venues.create,
        "create",
        select(
            "organisation", "new_venue.organisation", "new_venue.choose", Venues.organisations, required=True
        ),
        field("name_zh", "new_venue.name_zh", max_length=60, required=True),
        field("name_en", "new_venue.name_en", max_length=60, required=True),
        select(
            "county",
            "new_venue.county",
            "new_venue.choose",
            Venues.counties,
            required=True,
            on_change=Venues.choose_county,
        ),
        select("township", "new_venue.township", "new_venue.whole_county", Venues.townships),
        rx.el.fieldset(
            rx.el.legend(word("new_venue.scenes"), class_name="field-title"),
            rx.el.p(word("new_venue.scenes_hint"), class_name="hint"),
            rx.el.div(
                rx.foreach(Venues.scenes, scene_check),
                class_name="grid grid-cols-2 sm:grid-cols-3 gap-x-4 mt-2",
            ),
            class_name="field",
        ),
        rx.el.fieldset(
            rx.el.legend(word("new_venue.position"), class_name="field-title"),
            rx.el.p(word("new_venue.position_hint"), class_name="hint"),
            rx.el.div(
                position_field("latitude", "39.5237"),
                position_field("longitude", "116.7035"),
                class_name="grid grid-cols-1 sm:grid-cols-2 gap-x-4",
            ),
            class_name="field",
        ),
        rx.el.div(submit("new_venue.submit"), class_name="mt-6"),
    )


def position_field(name: str, example: str) -> View:
    """One of the two coordinates."""
    return field(
        name,
        f"new_venue.{name}",
        input_mode="decimal",
        auto_complete="off",
        max_length=20,
        placeholder=example,
    )


def scene_check(one: View) -> View:
    """One scene that can be ticked."""
    name = "scene-" + one.id
    return rx.el.label(
        rx.el.input(type="checkbox", name=name, id=name),
        rx.el.span(one.title),
        html_for=name,
        class_name="check",
    )
