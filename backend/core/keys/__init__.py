"""The city's signing keys: a set for each purpose, published before use, revoked at once, sealed at rest.

A key is `next` (published, signs nothing yet), `current` (the one that signs), `retired` (what it signed
verifies until it is dead) or `revoked` (nothing of it verifies). No key verifies anything of another purpose.
"""

from backend.core.keys.changes import KeyNotPublishedLongEnough, ensure, list_keys, revoke, rotate, short
from backend.core.keys.ring import Keyring, ring, running
from backend.core.keys.schemas import PURPOSES, Key, KeyRecord, Purpose
from backend.core.keys.tokens import sign_token, verify_token

__all__ = [
    "PURPOSES",
    "Key",
    "KeyNotPublishedLongEnough",
    "KeyRecord",
    "Keyring",
    "Purpose",
    "ensure",
    "list_keys",
    "revoke",
    "ring",
    "rotate",
    "running",
    "short",
    "sign_token",
    "verify_token",
]
