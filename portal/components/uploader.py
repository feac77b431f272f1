"""A file to hand in, with its progress; see assets/uploader.js."""

import reflex as rx

from portal.components.view import View


class Uploader(rx.Component):
    """Sends a file to `path` of the API as soon as it is chosen, and tells the page when it is in."""

    library = "$/public/uploader.js"
    tag = "Uploader"

    path: rx.Var[str]
    name: rx.Var[str]
    label: rx.Var[str]
    accept: rx.Var[str]
    bytes_max: rx.Var[int]
    # Whether a file is there already, and what describes the place, such as its error.
    more: rx.Var[bool]
    described_by: rx.Var[str]
    invalid: rx.Var[bool]
    on_done: rx.EventHandler[rx.event.no_args_event_spec]  # type: ignore[type-arg, valid-type]  # made by Reflex


def uploader(**props: View) -> View:
    """One place for a file."""
    return Uploader.create(**props)
