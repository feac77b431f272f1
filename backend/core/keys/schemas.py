"""What a signing key is."""

from datetime import datetime
from typing import Literal, get_args

import msgspec

Purpose = Literal["city-code", "access-token", "reader-token"]
State = Literal["next", "current", "retired", "revoked"]
PURPOSES: tuple[Purpose, ...] = get_args(Purpose)

ALGORITHM = "EdDSA"


class Key(msgspec.Struct, frozen=True):
    """One signing key as a process holds it; `secret` is libsodium's 64 bytes (seed and public part)."""

    kid: str
    purpose: Purpose
    state: State
    public: bytes
    secret: bytes

    @property
    def verifies(self) -> bool:
        """Whether what it signed counts: a key that is only announced has signed nothing."""
        return self.state in ("current", "retired")


class KeyRecord(msgspec.Struct, frozen=True):
    """One signing key as an operator sees it."""

    kid: str
    purpose: Purpose
    state: State
    created_at: datetime
    current_at: datetime | None
    retired_at: datetime | None
    revoked_at: datetime | None
