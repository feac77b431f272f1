"""Notices of this browser, on and off; see assets/push.js and assets/push-worker.js."""

import reflex as rx

from portal.components.view import View


class PushSwitch(rx.Component):
    """Asks the browser's owner, and hands the subscription to the API, which is the one door for it."""

    library = "$/public/push.js"
    tag = "PushSwitch"

    # What this device is called in the list.
    label: rx.Var[str]
    on_done: rx.EventHandler[rx.event.no_args_event_spec]  # type: ignore[type-arg, valid-type]  # made by Reflex


def push_switch(**props: View) -> View:
    """The switch."""
    return PushSwitch.create(**props)
