"""Who we are to a push service: a key that never changes, and a token for each service."""

import base64
from datetime import datetime, timedelta
from functools import cached_property

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from backend.core import clock, sealing

# The order of P-256's group (SP 800-186).
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
# 128 bits more than the order has, so that the remainder leans to no value (FIPS 186-5, A.2.1).
KEY_BYTES = 48
# RFC 8292 allows a day.
LIFETIME = timedelta(hours=12)
RENEWED_BEFORE = timedelta(hours=1)
SERVICES_MAX = 100


class Vapid:
    """Voluntary application server identification (RFC 8292), under a key derived from the master key.

    Every process and machine of the city has the same key, and no file holds it. Browsers bind their
    subscriptions to it: with another master key each of them has to be made anew.
    """

    def __init__(self, subject: str) -> None:
        self._subject = subject
        self._tokens: dict[str, tuple[str, datetime]] = {}

    @cached_property
    def _key(self) -> ec.EllipticCurvePrivateKey:
        number = int.from_bytes(sealing.derive_key("web-push.vapid", KEY_BYTES))
        return ec.derive_private_key(number % (ORDER - 1) + 1, ec.SECP256R1())

    @cached_property
    def public_key(self) -> str:
        """The key as browsers want it: an uncompressed point, base64url without padding."""
        point = self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return base64.urlsafe_b64encode(point).decode().rstrip("=")

    def authorization(self, audience: str) -> str:
        """The header for the push service at `audience`, which is an origin."""
        now = clock.now()
        token, ends = self._tokens.get(audience, ("", now))
        if ends - now < RENEWED_BEFORE:
            ends = now + LIFETIME
            claims = {"aud": audience, "exp": int(ends.timestamp()), "sub": self._subject}
            token = jwt.encode(claims, self._key, algorithm="ES256")
            if len(self._tokens) >= SERVICES_MAX:
                self._tokens.clear()
            self._tokens[audience] = token, ends
        return f"vapid t={token}, k={self.public_key}"
