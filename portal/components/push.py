"""Notices of this browser, on and off; see assets/push.js and assets/push-worker.js."""

import reflex as rx

from portal.components.view import View


class PushSwitch(rx.Component):
    """Asks the browser's owner, and hands the subscription to the API, which is the one door for it."""

    library = "$/public/push.js"
    tag = "PushSwitch"

    on_done: rx.EventHandler[rx.event.no_args_event_spec]  # type: ignore[type-arg, valid-type]  # made by Reflex


def push_switch(on_done: View) -> View:
    """The switch."""
    return PushSwitch.create(on_done=on_done)
