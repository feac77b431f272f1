"""What messages need from outside the city's own house: somebody who carries them to people."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal, Protocol

import msgspec

from backend.messages.rules import Channel, Locale


class Parcel(msgspec.Struct, frozen=True):
    """One delivery for a provider.

    `id`: ours, at most 36 characters, the same each time this delivery is handed over; the provider keeps it,
    and one that it has already is not sent again. `to`: a phone (E.164), an e-mail address, a push
    subscription as JSON ({endpoint, p256dh, auth}), or an openid. `title` and `body` are what this channel
    may show: of a sensitive message both are general. `masked`: the general line by itself. A text message
    is its `body` alone. `url`: the page that it leads to. After `expires_at` nobody needs it any more.
    """

    id: str
    to: str
    title: str
    body: str
    masked: str
    url: str | None
    locale: Locale
    urgent: bool
    kind: str
    expires_at: datetime


class Handed(msgspec.Struct, frozen=True):
    """The provider has taken it over; `reference` is its own id."""

    reference: str | None = None


class Refused(msgspec.Struct, frozen=True):
    """It was surely not sent; `permanent`: another try at this provider is of no use.

    bad-address: there is no such address. gone: there is no longer. blocked: its owner wants nothing.
    """

    reason: Literal["bad-address", "gone", "blocked", "content", "quota", "busy"]
    permanent: bool


class Unclear(msgspec.Struct, frozen=True):
    """Nobody knows whether it was sent: a time-out, a cut connection, an answer that makes no sense."""

    reason: str


class Report(msgspec.Struct, frozen=True):
    """What a provider says of a delivery, by our id; `unknown-here`: it never got it."""

    id: str
    state: Literal["sent", "delivered", "failed", "unknown-here"]
    reason: str | None = None


class Provider(Protocol):
    """Somebody who carries messages over one channel.

    `can_be_asked`: it keeps our ids and says what became of them. `batch_max`: how many parcels it takes at
    once. A provider of web push has its public VAPID key (base64url) as `public_key`.
    """

    @property
    def name(self) -> str:
        """Unique, in kebab-case; part of the address for its reports."""

    @property
    def channel(self) -> Channel:
        """What it carries over."""

    @property
    def can_be_asked(self) -> bool:
        """Whether `ask` knows an answer."""

    @property
    def rate_per_second(self) -> int:
        """How many it takes in a second, from all workers together."""

    @property
    def batch_max(self) -> int:
        """How many parcels `hand` takes, and ids `ask`."""

    async def hand(self, parcels: Sequence[Parcel]) -> list[Handed | Refused | Unclear]:
        """Hand over at most `batch_max` parcels; one answer each, in the same order, and never an exception.

        Within 10 seconds, whatever the provider does.
        """

    async def ask(self, ids: Sequence[str]) -> list[Report]:
        """What became of these; one that it cannot tell now has no report. Raises when it is away."""

    def read_reports(self, headers: Mapping[str, str], body: bytes) -> list[Report]:
        """The reports in a provider's own call; NotAllowed unless it is surely the provider's.

        Names of `headers` are in lower case; `:query` is the query of the address that was called.
        """


class Providers(msgspec.Struct, frozen=True):
    """All that there are in this process."""

    items: Sequence[Provider]
