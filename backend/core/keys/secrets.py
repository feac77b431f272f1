"""The private part of a signing key, at rest and in use."""

import base64

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from nacl.bindings import crypto_sign_seed_keypair

from backend.core import sealing


def make_secret(kid: str) -> tuple[bytes, bytes]:
    """A new Ed25519 key: its public part, and its seed sealed for `kid` alone."""
    seed = Ed25519PrivateKey.generate().private_bytes_raw()
    public, _ = crypto_sign_seed_keypair(seed)
    return public, sealing.seal(base64.b64encode(seed).decode(), field=_field(kid))


def open_secret(kid: str, sealed: bytes) -> bytes:
    """libsodium's secret key of `kid` (seed and public part, 64 bytes); SealError under another master."""
    seed = base64.b64decode(sealing.unseal(sealed, field=_field(kid)))
    _, secret = crypto_sign_seed_keypair(seed)
    return secret


def _field(kid: str) -> str:
    return f"signing_key.private.{kid}"
