"""Tokens whose signature was checked a moment ago, so that it need not be checked at every request."""

import hashlib
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from backend.core import keys

TOKENS_MAX = 20_000


class Dated(Protocol):
    """What a token says, and until when."""

    @property
    def expires_at(self) -> datetime: ...


Said = TypeVar("Said", bound=Dated)


class KnownTokens(Generic[Said]):
    """What tokens say, by their hash; the oldest are forgotten first, and all of them when a key changes.

    Only the signature is remembered: whether its bearer may still act is asked of the database each time.
    """

    def __init__(self, read: Callable[[str], Awaitable[Said | None]]) -> None:
        self._read = read
        self._known: dict[bytes, Said] = {}
        self._keys_version = 0

    def find(self, token: str, now: datetime) -> Said | None:
        """What `token` says, when it is known here and not over."""
        version = keys.ring().version
        if version != self._keys_version:
            self._known.clear()
            self._keys_version = version
        said = self._known.get(_digest(token))
        return said if said is not None and said.expires_at > now else None

    async def read(self, token: str) -> Said | None:
        """What `token` says, its signature checked now, or None when it is not one or is over."""
        said = await self._read(token)
        if said is not None:
            if len(self._known) >= TOKENS_MAX:
                del self._known[next(iter(self._known))]
            self._known[_digest(token)] = said
        return said


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
