"""Keys that everybody knows, from fixed seeds; every signature of theirs is the same whenever it is made."""

import hashlib
from collections.abc import Callable
from typing import NamedTuple

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from nacl.bindings import crypto_sign, crypto_sign_seed_keypair

from backend.credentials.rules.signatures import P256_ORDER

Sign = Callable[[bytes], bytes]


class Signer(NamedTuple):
    """A key from a fixed seed: its public part as codes write it, and how it signs."""

    public: bytes
    secret: bytes
    sign: Sign


def ed25519(seed: str) -> Signer:
    """An Ed25519 key that everybody knows."""
    public, secret = crypto_sign_seed_keypair(hashlib.sha256(seed.encode()).digest())
    return Signer(public, secret, lambda said: crypto_sign(said, secret)[:64])


def p256(seed: str) -> Signer:
    """A P-256 key that everybody knows; it signs as phones do, with the smaller s."""
    number = int.from_bytes(hashlib.sha256(seed.encode()).digest()) % (P256_ORDER - 1) + 1
    key = ec.derive_private_key(number, ec.SECP256R1())
    public = key.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint
    )

    def sign(said: bytes) -> bytes:
        r, s = decode_dss_signature(key.sign(said, ec.ECDSA(hashes.SHA256(), deterministic_signing=True)))
        return r.to_bytes(32) + min(s, P256_ORDER - s).to_bytes(32)

    return Signer(public, number.to_bytes(32), sign)


CITY, RETIRED, NEXT, TWIN_A, TWIN_B, STRANGER = map(
    ed25519, ("city", "retired", "next", "twin a", "twin b", "stranger")
)
LISTS = ed25519("lists")
PHONE, OTHER_PHONE, PHONE_P256 = ed25519("phone"), ed25519("other phone"), p256("phone p256")
