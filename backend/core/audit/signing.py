"""How heads are signed, and whether one is: with the audit's own key, whose private part is sealed."""

from collections.abc import Mapping
from typing import Any

import asyncpg
import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from backend.core import keys
from backend.core.audit.chain import encode
from backend.core.keys.secrets import open_secret
from backend.core.sealing import SealError

# Also those that sign no more: their heads stay.
KEYS = "select kid, private_sealed from signing_key where purpose = 'audit'"


def sign(head: dict[str, Any]) -> str:
    """A head as a JWS by the audit's own key."""
    key = keys.ring().current("audit")
    signer = Ed25519PrivateKey.from_private_bytes(key.secret[:32])
    return jwt.encode(head, signer, "EdDSA", headers={"kid": key.kid, "typ": "yima-audit-head"})


async def public_keys(connection: "asyncpg.Connection[asyncpg.Record]") -> dict[str, bytes]:
    """The public part of each key that signed heads, by id.

    They are made from the sealed ones: who has only the database can put no other key there.
    """
    return {row["kid"]: _public(row) for row in await connection.fetch(KEYS)}


def check_signed(jws: str, sequence: int, hash_: bytes, public: Mapping[str, bytes]) -> str | None:
    """What is wrong with the head of entry `sequence`, whose hash is `hash_` now; None when it holds."""
    try:
        kid = jwt.get_unverified_header(jws)["kid"]
        said = jwt.decode(jws, Ed25519PublicKey.from_public_bytes(public[kid]), ["EdDSA"])
    except (jwt.PyJWTError, KeyError, ValueError):
        return f"the head of entry {sequence} is not signed by the audit"
    if (said.get("sequence"), said.get("hash")) != (sequence, encode(hash_)):
        return f"the chain up to entry {sequence} is not the one that was signed"
    return None


def _public(row: asyncpg.Record) -> bytes:
    try:
        return open_secret(row["kid"], row["private_sealed"])[32:]
    except SealError:
        return b""
