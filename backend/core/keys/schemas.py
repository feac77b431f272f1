"""What a signing key is."""

from datetime import datetime, timedelta
from typing import Literal, get_args

import msgspec

Purpose = Literal["city-code", "access-token", "reader-token", "credential", "reader-lists", "audit"]
State = Literal["next", "current", "retired", "revoked"]
PURPOSES: tuple[Purpose, ...] = get_args(Purpose)

ALGORITHM = "EdDSA"

# How long what a key signed can be alive; the key is of no use to verifiers afterwards.
LIVES: dict[Purpose, timedelta] = {
    "city-code": timedelta(hours=1),
    "access-token": timedelta(hours=1),
    "reader-token": timedelta(hours=1),
    "credential": timedelta(hours=25),
    "reader-lists": timedelta(days=8),
    # What the audit signed is checked for as long as the city stands.
    "audit": timedelta(days=36_500),
}
# How long the city itself knows a retired key: readers hand in codes of a week ago.
KEPT: dict[Purpose, timedelta] = LIVES | {"city-code": timedelta(days=9), "credential": timedelta(days=10)}


class Key(msgspec.Struct, frozen=True):
    """One signing key as a process holds it; `secret` is libsodium's 64 bytes (seed and public part)."""

    kid: str
    purpose: Purpose
    state: State
    public: bytes
    secret: bytes
    retired_at: datetime | None = None

    @property
    def ends_at(self) -> datetime | None:
        """When nothing that it signed is alive any more; None while it signs or will."""
        return None if self.retired_at is None else self.retired_at + LIVES[self.purpose]

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
