"""The reader's short token: earned with its key, kept in memory, renewed before its end."""

import threading
from datetime import datetime
from uuid import uuid4

import jwt
import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from backend.reader.city import City, Refused
from backend.reader.clock import Clock
from backend.reader.identity import Identity
from backend.reader.problems import MustEnrolAgain, Suspended

RENEW_BEFORE_SECONDS = 60
ASSERTION_SECONDS = 50


class _Token(msgspec.Struct, frozen=True):
    access_token: str
    expires_at: datetime


class Badge:
    """The token of one enrolled reader; threads share it."""

    def __init__(self, identity: Identity, key: Ed25519PrivateKey, city: City, clock: Clock) -> None:
        self.reader = identity.place.reader.id
        self.key = key
        self._city = city
        self._clock = clock
        self._asking = threading.Lock()
        self._held: _Token | None = None

    def token(self) -> str:
        """A token that is good for a minute more; Away, Suspended or MustEnrolAgain."""
        with self._asking:
            held = self._held
            if held is None or held.expires_at.timestamp() - RENEW_BEFORE_SECONDS < self._clock.now():
                held = self._held = self._earn()
            return held.access_token

    def drop(self) -> None:
        """Forget the token, because the city no longer takes it."""
        self._held = None

    def sign(self, claims: dict[str, object]) -> str:
        """`claims` as a JWS by the reader's key, of this moment."""
        return jwt.encode({**claims, "iat": int(self._clock.now())}, self.key, "EdDSA")

    def _earn(self) -> _Token:
        try:
            return self._ask()
        except Refused as refused:
            if refused.problem != "assertion-refused":
                raise _meaning(refused) from None
        try:
            return self._ask()  # the refusal has set the clock, which may have been all that was wrong
        except Refused as refused:
            raise _meaning(refused) from None

    def _ask(self) -> _Token:
        reader = str(self.reader)
        claims = {"iss": reader, "sub": reader, "aud": "yima-reader", "jti": str(uuid4())}
        assertion = self.sign({**claims, "exp": int(self._clock.now()) + ASSERTION_SECONDS})
        return self._city.ask("POST", f"/v1/readers/{reader}/tokens", _Token, {"assertion": assertion})


def _meaning(refused: Refused) -> Exception:
    if refused.problem == "assertion-refused":
        return MustEnrolAgain()
    return Suspended() if refused.problem == "reader-suspended" else refused
