"""Deliveries in words and figures."""

import dataclasses
from datetime import datetime

from backend.core.clock import SHANGHAI
from backend.messages.rules import STATES
from backend.messages.schemas import Board, DeliveryLine, Figures, ProviderLine
from portal.dates import name_time
from portal.locales import Locale, words
from portal.locales import say as say_in

NOTHING = "—"
TONES = {"delivered": "good", "failed": "bad", "gave-up": "bad", "unknown": "warn"}
# What has waited longer than this waits too long.
PATIENCE_SECONDS = 60


@dataclasses.dataclass
class CountRow:
    """How many deliveries are in a state."""

    title: str = ""
    hour: str = ""
    day: str = ""


@dataclasses.dataclass
class BoardLine:
    """One provider."""

    title: str = ""
    state: str = ""
    tone: str = ""
    within: str = ""
    speed: str = ""
    oldest: str = ""
    rows: list[CountRow] = dataclasses.field(default_factory=list)


@dataclasses.dataclass
class DeliveryRow:
    """One delivery."""

    title: str = ""
    facts: str = ""
    error: str = ""
    state: str = ""
    tone: str = ""


def view_board(board: Board, locale: Locale) -> tuple[str, list[BoardLine]]:
    """When it was read, and a line for each provider."""
    at = f"{board.at.astimezone(SHANGHAI):%H:%M:%S}"
    lines = [view_provider(one, board.at, locale) for one in board.items]
    return say_in(locale, "deliveries.updated", time=at), lines


def view_provider(one: ProviderLine, now: datetime, locale: Locale) -> BoardLine:
    """One provider's last hour and day; the share and the speed are the hour's, else the day's."""
    channel = say_in(locale, f"preferences.channel_{one.channel}")
    provider = one.provider or say_in(locale, "deliveries.nobody")
    lately = one.hour if one.hour.within_10_s is not None else one.day
    stopped = (
        say_in(locale, "deliveries.breaker", time=name_time(one.open_until, locale)) if one.open_until else ""
    )
    waited = (now - one.oldest_queued_at).total_seconds() if one.oldest_queued_at else 0
    return BoardLine(
        title=f"{channel} · {provider}",
        state="" if one.provider is None else stopped or say_in(locale, "deliveries.working"),
        tone="bad" if stopped else "good",
        within=NOTHING if lately.within_10_s is None else say_share(lately.within_10_s),
        speed=say_speed(lately, locale),
        oldest=say_in(locale, "deliveries.oldest", seconds=f"{waited:,.0f}")
        if one.provider is None and waited > PATIENCE_SECONDS
        else "",
        rows=[
            CountRow(say_in(locale, f"deliveries.{state}"), count(one.hour, state), count(one.day, state))
            for state in STATES
        ],
    )


def say_share(share: float) -> str:
    """A share in percent, never rounded up to all of them."""
    return "100%" if share == 1 else f"{min(share * 100, 99.9):.1f}%"


def say_speed(figures: Figures, locale: Locale) -> str:
    """How fast half of them and nearly all were handed over."""
    if figures.p50_seconds is None or figures.p95_seconds is None:
        return say_in(locale, "deliveries.unhurried")
    p50, p95 = f"{figures.p50_seconds:.1f}", f"{figures.p95_seconds:.1f}"
    return say_in(locale, "deliveries.speed", p50=p50, p95=p95)


def count(figures: Figures, state: str) -> str:
    """How many are in a state."""
    return f"{getattr(figures, state.replace('-', '_')):,}"


def view_delivery(one: DeliveryLine, locale: Locale) -> DeliveryRow:
    """One delivery in words."""
    channel = say_in(locale, f"preferences.channel_{one.channel}")
    times = say_in(locale, "deliveries.times", count=one.attempts, time=name_time(one.due_at, locale))
    known = words(locale)
    return DeliveryRow(
        title=f"{channel} · {one.provider or say_in(locale, 'deliveries.nobody')}",
        facts=f"{times} · {one.kind}",
        error=known.get(f"deliveries.error_{one.error}", one.error) if one.error else "",
        state=say_in(locale, f"deliveries.{one.state}"),
        tone=TONES.get(one.state, ""),
    )
