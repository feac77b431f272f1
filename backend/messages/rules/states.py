"""What may become of a delivery: the one table of changes."""

from typing import Literal, get_args

Channel = Literal["push", "sms", "email", "wechat", "voice"]
# Statutory messages are never muted, greetings and optional ones may be.
Tier = Literal["statutory", "optional", "greeting"]
State = Literal["queued", "sending", "sent", "delivered", "failed", "unknown", "gave-up", "cancelled"]

CHANNELS: tuple[Channel, ...] = get_args(Channel)
STATES: tuple[State, ...] = get_args(State)

# queued: nobody has it. sending: a worker took it for a provider. sent: the provider took it over.
# unknown: it may have gone out or not; it goes out again only after the provider has denied it.
TRANSITIONS: dict[State, tuple[State, ...]] = {
    # A provider that denied it first and then reports it has sent it all the same.
    "queued": ("sending", "sent", "delivered", "failed", "gave-up", "cancelled"),
    "sending": ("queued", "sent", "delivered", "failed", "unknown", "gave-up", "cancelled"),
    # Also from itself: it was denied once.
    "unknown": ("queued", "sent", "delivered", "failed", "unknown"),
    # What a provider took over is never handed over again, whatever it says later. Also from itself: it was
    # asked, and nothing is new.
    "sent": ("sent", "delivered", "failed", "unknown"),
    "delivered": (),
    "failed": (),
    "gave-up": (),
    "cancelled": (),
}
ENDED: frozenset[State] = frozenset(state for state, after in TRANSITIONS.items() if not after)


def allowed() -> tuple[list[str], list[str]]:
    """The table as two columns, from and to, for a statement that changes many deliveries at once."""
    pairs = [(before, after) for before, afters in TRANSITIONS.items() for after in afters]
    return [before for before, _ in pairs], [after for _, after in pairs]
