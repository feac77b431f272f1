"""What follows from a provider's answer, and when something is to be done next."""

from datetime import datetime, timedelta
from typing import Literal

import msgspec

from backend.messages.rules.states import Channel, State

TRIES_MAX = 5
# Between tries, once every provider of the channel has refused: 20 minutes in all.
BACKOFF = (timedelta(seconds=15), timedelta(minutes=1), timedelta(minutes=4), timedelta(minutes=15))

ASK_SECONDS_MIN, ASK_SECONDS_MAX = 5, 600
# A provider reports by itself; it is asked when it has not after this time.
REPORT_WITHIN = timedelta(minutes=10)
# After this time nothing more is asked: what is not known then stays unknown.
SETTLE_WITHIN = timedelta(days=3)
# A request may still be on its way when its provider is asked for the first time: longer than any hand-over.
DENIAL_GRACE = timedelta(seconds=20)
DENIALS_WANTED = 2

Ending = Literal["bad-address", "gone", "blocked"]
ENDINGS: dict[str, Ending] = {"bad-address": "bad-address", "gone": "gone", "blocked": "blocked"}


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What a delivery becomes. `next_at`: when something is to be done. `ending`: why its address is over."""

    state: State
    error: str | None = None
    next_at: datetime | None = None
    denials: int = 0
    ending: Ending | None = None


def after_taking(now: datetime, *, can_be_asked: bool) -> Change:
    """A provider took it over; one that cannot be asked says no more."""
    return Change(state="sent", next_at=now + REPORT_WITHIN if can_be_asked else None)


def after_refusal(
    reason: str, now: datetime, *, permanent: bool, attempts: int, providers: int, channel: Channel
) -> Change:
    """A provider refused it, so it was surely not sent: another provider, a later try, or the end."""
    if reason in ("bad-address", "gone") and permanent:
        return Change(state="failed", error=reason, ending=_ending(reason, channel))
    if permanent and attempts >= providers:
        return Change(state="failed", error=reason, ending=_ending(reason, channel))
    if attempts >= TRIES_MAX:
        return Change(state="gave-up", error=reason)
    wait = timedelta() if attempts < providers else BACKOFF[min(attempts - providers, len(BACKOFF) - 1)]
    return Change(state="queued", error=reason, next_at=now + wait)


def after_silence(reason: str, now: datetime, *, can_be_asked: bool) -> Change:
    """Nobody knows whether it was sent; a provider that cannot be asked leaves it so for good."""
    wait = timedelta(seconds=ASK_SECONDS_MIN)
    return Change(state="unknown", error=reason[:60], next_at=now + wait if can_be_asked else None)


def after_report(
    state: str,
    reason: str | None,
    now: datetime,
    *,
    before: State,
    due_at: datetime,
    denials: int,
    channel: Channel,
) -> Change | None:
    """What a provider says became of it; None when that is nothing new.

    Before it is sent again, its provider denies it twice, 20 seconds apart. One that took it over and denies
    it later is not believed: it stays unknown.
    """
    if state in ("delivered", "failed"):
        error = (reason or "failed")[:60] if state == "failed" else None
        ended: State = "delivered" if state == "delivered" else "failed"
        return Change(state=ended, error=error, ending=_ending(reason, channel) if error else None)
    if state == "sent" and now - due_at > SETTLE_WITHIN:
        return Change(state="unknown", error="never-reported")
    if state == "sent":
        return Change(state="sent", next_at=ask_at(now, due_at)) if before != "sent" else None
    if before == "sent":
        return Change(state="unknown", error="denied-after-taking")
    if denials + 1 >= DENIALS_WANTED:
        return Change(state="queued", error="denied", next_at=now, denials=denials + 1)
    return Change(state="unknown", error="denied", next_at=now + DENIAL_GRACE, denials=denials + 1)


def ask_at(now: datetime, due_at: datetime) -> datetime:
    """When to ask again: after half the time that it has taken, from 5 seconds up to 10 minutes."""
    wait = (now - due_at).total_seconds() / 2
    return now + timedelta(seconds=min(max(wait, ASK_SECONDS_MIN), ASK_SECONDS_MAX))


def _ending(reason: str | None, channel: Channel) -> Ending | None:
    """Why the address is over; that a vendor's list blocks a phone says nothing of the phone."""
    if reason == "blocked" and channel == "sms":
        return None
    return ENDINGS.get(reason or "")
