"""A clock that makes a page read anew; see assets/ticker.js."""

import reflex as rx

from portal.components.view import View


class Ticker(rx.Component):
    """Sends `on_tick` every `seconds`, while the page can be seen."""

    library = "$/public/ticker.js"
    tag = "Ticker"

    seconds: rx.Var[int]
    on_tick: rx.EventHandler[rx.event.no_args_event_spec]  # type: ignore[type-arg, valid-type]  # made by Reflex


def ticker(seconds: int, on_tick: View) -> View:
    """Reads anew every `seconds`."""
    return Ticker.create(seconds=seconds, on_tick=on_tick)
