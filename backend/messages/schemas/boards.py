"""How deliveries are doing, as operators see it: figures and ids, and nothing personal."""

import uuid
from datetime import datetime

import msgspec

from backend.messages.rules import Channel, State


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """What became of deliveries that were due in a span of time.

    `within_10_s`: the share that a provider had within 10 seconds, of all that one has, or should have by now
    (null: there are none). Half of them, and 95 in 100, took no longer than the seconds given, to a tenth.
    """

    queued: int
    sending: int
    sent: int
    delivered: int
    failed: int
    unknown: int
    gave_up: int
    cancelled: int
    within_10_s: float | None
    p50_seconds: float | None
    p95_seconds: float | None


class ProviderLine(msgspec.Struct, frozen=True, kw_only=True):
    """One provider, or (null) what no provider has yet; `open_until`: nothing is handed to it before."""

    channel: Channel
    provider: str | None
    hour: Figures
    day: Figures
    open_until: datetime | None
    open_because: str | None
    oldest_queued_at: datetime | None


class Board(msgspec.Struct, frozen=True):
    """All providers, at one moment."""

    at: datetime
    items: list[ProviderLine]


class DeliveryLine(msgspec.Struct, frozen=True, kw_only=True):
    """One delivery, by ids alone."""

    id: uuid.UUID
    message: uuid.UUID
    kind: str
    channel: Channel
    state: State
    provider: str | None
    attempts: int
    error: str | None
    due_at: datetime
    handed_at: datetime | None
    ended_at: datetime | None


class Taken(msgspec.Struct, frozen=True):
    """How many of a provider's reports told something new."""

    count: int
