"""The chain: each entry's hash covers the one before it, so that none can change, vanish or come between."""

import base64
import hashlib
from collections.abc import Mapping
from typing import Any

import msgspec

FIRST = bytes(32)
# The columns of an entry, in the order in which they are hashed.
COLUMNS = (
    "id",
    "at",
    "action",
    "actor_kind",
    "actor",
    "department",
    "account",
    "subject",
    "case_id",
    "facts",
)


class Head(msgspec.Struct, frozen=True):
    """How far the chain had come at a moment, signed; `hash` is base64url."""

    sequence: int
    hash: str
    at: str
    jws: str


def link(before: bytes, entry: Mapping[str, Any]) -> bytes:
    """The hash of `entry` after the one with the hash `before`: SHA-256 over it and the entry as JSON.

    `facts` come as the JSON text that the database gives, which is always the same for the same facts.
    """
    said = [entry[name] for name in COLUMNS]
    return hashlib.sha256(before + msgspec.json.encode(said)).digest()


def encode(value: bytes) -> str:
    """Bytes as base64url without padding."""
    return base64.urlsafe_b64encode(value).decode().rstrip("=")
