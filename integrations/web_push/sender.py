"""Handing a notice to whichever push service a browser named, which may be anybody's."""

import asyncio
import base64
import hashlib
from collections.abc import Sequence
from typing import ClassVar

import msgspec
from yarl import URL

from backend.core import clock
from backend.messages.ports import Handed, Parcel, Refused, Unclear
from backend.messages.rules import Channel
from integrations import http
from integrations.silent import Silent
from integrations.web_push.encrypting import Subscription, encrypt
from integrations.web_push.vapid import Vapid

# A stranger's server may be as slow as it likes, and others wait for the same batch.
ANSWER_SECONDS = 5.0
TTL_SECONDS_MAX = 28 * 86_400
ENDPOINT_CHARACTERS_MAX = 2_000
# What is left of the 4,096 bytes that every service takes (RFC 8030), less header, padding and tag.
PLAIN_BYTES_MAX = 3_993

HANDED = {200, 201, 202, 204}
BAD_ADDRESS = Refused("bad-address", permanent=True)
BUSY = Refused("busy", permanent=False)
# What the services document: autopush and FCM ask for another try after 429 and 503.
# 401 and 403 may be our own fault (a clock, a master key): nobody's subscription ends by them.
STATUSES: dict[int, Refused] = {
    400: Refused("content", permanent=True),
    401: Refused("quota", permanent=False),
    403: Refused("quota", permanent=False),
    404: Refused("gone", permanent=True),
    410: Refused("gone", permanent=True),
    413: Refused("content", permanent=True),
    429: BUSY,
    503: BUSY,
}


class Notice(msgspec.Struct, omit_defaults=True):
    """What the service worker shows."""

    id: str
    title: str
    body: str
    lang: str
    url: str | None = None


class WebPush(Silent):
    """As `Provider`, for browsers."""

    name = "web-push"
    channel: ClassVar[Channel] = "push"
    rate_per_second = 500
    batch_max = 50

    def __init__(self, vapid: Vapid, *, is_demo: bool, seconds: float = ANSWER_SECONDS) -> None:
        self._vapid, self._is_demo, self._seconds = vapid, is_demo, seconds

    @property
    def public_key(self) -> str:
        """The public VAPID key (base64url)."""
        return self._vapid.public_key

    async def hand(self, parcels: Sequence[Parcel]) -> list[Handed | Refused | Unclear]:
        """As `Provider.hand`."""
        return list(await asyncio.gather(*map(self._send, parcels)))

    async def _send(self, parcel: Parcel) -> Handed | Refused | Unclear:
        try:
            subscription = msgspec.json.decode(parcel.to, type=Subscription)
            content = encrypt(_notice(parcel), subscription)
            origin = self._origin(subscription.endpoint)
        except ValueError:
            return BAD_ADDRESS
        headers = {
            "Authorization": self._vapid.authorization(origin),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(_seconds_left(parcel)),
            "Urgency": "high" if parcel.urgent else "normal",
            "Topic": _topic(parcel.id),
        }
        whose: http.Whose = "vendor" if self._is_demo else "stranger"
        try:
            answer = await http.post(
                subscription.endpoint, content, headers, whose=whose, seconds=self._seconds
            )
        except http.NotSent as refused:
            return BAD_ADDRESS if refused.forbidden else BUSY
        except http.Lost as lost:
            return Unclear(str(lost))
        if answer.status in HANDED:
            return Handed()
        return STATUSES.get(answer.status) or Unclear(f"http-{answer.status}")

    def _origin(self, endpoint: str) -> str:
        """Where an endpoint is; ValueError for one that no push service has."""
        url = URL(endpoint)
        if len(endpoint) > ENDPOINT_CHARACTERS_MAX or url.user or url.password or not url.raw_host:
            raise ValueError("no endpoint")
        if not self._is_demo and (url.scheme, url.port) != ("https", 443):
            raise ValueError("not over https")
        return str(url.origin())


def _notice(parcel: Parcel) -> bytes:
    """The notice as JSON; one that is too long says its title only."""
    notice = Notice(parcel.id, parcel.title, parcel.body, parcel.locale, parcel.url)
    content = msgspec.json.encode(notice)
    if len(content) <= PLAIN_BYTES_MAX:
        return content
    return msgspec.json.encode(msgspec.structs.replace(notice, body="", url=None))


def _seconds_left(parcel: Parcel) -> int:
    left = int((parcel.expires_at - clock.now()).total_seconds())
    return max(0, min(left, TTL_SECONDS_MAX))


def _topic(id_: str) -> str:
    """Up to 32 characters by which a service replaces a notice that it still holds with the same one."""
    return base64.urlsafe_b64encode(hashlib.sha256(id_.encode()).digest())[:32].decode()
