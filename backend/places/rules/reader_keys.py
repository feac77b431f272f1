"""Readers' public keys: Ed25519 or P-256, valid points only, never with a private part."""

import base64
import hashlib
from typing import Annotated, Literal

import msgspec
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePublicKey,
    EllipticCurvePublicNumbers,
)
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from msgspec import Meta
from nacl.bindings import crypto_core_ed25519_is_valid_point

Algorithm = Literal["EdDSA", "ES256"]
PublicKey = Ed25519PublicKey | EllipticCurvePublicKey
Coordinate = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{43}$", description="32 bytes, base64url.")]
Operations = Annotated[list[Literal["verify"]], Meta(max_length=1)]


class _Jwk(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What browsers add when they export a key; a private part (`d`) is an unknown field and refused."""

    alg: Annotated[str, Meta(max_length=10)] | None = None
    ext: bool | None = None
    key_ops: Operations | None = None
    use: Literal["sig"] | None = None


class Ed25519Jwk(_Jwk, frozen=True, kw_only=True, tag_field="kty", tag="OKP"):
    """An Ed25519 public key (RFC 8037)."""

    crv: Literal["Ed25519"]
    x: Coordinate


class P256Jwk(_Jwk, frozen=True, kw_only=True, tag_field="kty", tag="EC"):
    """A P-256 public key (RFC 7518)."""

    crv: Literal["P-256"]
    x: Coordinate
    y: Coordinate


Jwk = Ed25519Jwk | P256Jwk


def algorithm_of(jwk: Jwk) -> Algorithm:
    """The one algorithm that this key may sign with."""
    return "EdDSA" if isinstance(jwk, Ed25519Jwk) else "ES256"


def read_key(jwk: Jwk) -> PublicKey:
    """The key itself; ValueError when it is no point of its curve, or one of the weak ones."""
    x = _decode(jwk.x)
    if isinstance(jwk, Ed25519Jwk):
        # Encoded canonically, on the curve, in the prime-order group: a small-order key would sign anything.
        if not crypto_core_ed25519_is_valid_point(x):
            raise ValueError("not a point of the prime-order group of Ed25519")
        return Ed25519PublicKey.from_public_bytes(x)
    numbers = EllipticCurvePublicNumbers(
        int.from_bytes(x, "big"), int.from_bytes(_decode(jwk.y), "big"), SECP256R1()
    )
    return numbers.public_key()


def thumbprint(jwk: Jwk) -> bytes:
    """The key's SHA-256 thumbprint (RFC 7638): the same for one key, however it is written down."""
    members = {"crv": jwk.crv, "kty": "OKP" if isinstance(jwk, Ed25519Jwk) else "EC", "x": jwk.x}
    if isinstance(jwk, P256Jwk):
        members["y"] = jwk.y
    return hashlib.sha256(msgspec.json.encode(members, order="sorted")).digest()


def _decode(text: str) -> bytes:
    """32 bytes from 43 characters; ValueError when the last one has bits that say nothing."""
    raw = base64.urlsafe_b64decode(text + "=")
    if base64.urlsafe_b64encode(raw).decode().rstrip("=") != text:
        raise ValueError("not canonical base64url")
    return raw
