"""What only one browser can read."""

import base64

import http_ece
import msgspec
from cryptography.hazmat.primitives.asymmetric import ec

AUTH_BYTES = 16


class Subscription(msgspec.Struct):
    """Where a browser is pushed to, and for which keys (base64url)."""

    endpoint: str
    p256dh: str
    auth: str


def encrypt(content: bytes, subscription: Subscription) -> bytes:
    """`content` for this browser only: one record of aes128gcm (RFC 8291); ValueError for unusable keys."""
    auth = _decode(subscription.auth)
    if len(auth) != AUTH_BYTES:
        raise ValueError("auth has 16 bytes")
    try:
        encrypted: bytes = http_ece.encrypt(
            content,
            private_key=ec.generate_private_key(ec.SECP256R1()),
            dh=_decode(subscription.p256dh),
            auth_secret=auth,
            version="aes128gcm",
        )
    except http_ece.ECEException:
        raise ValueError("no keys of a browser") from None
    return encrypted


def _decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
