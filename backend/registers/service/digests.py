"""A short keyed digest of all that a record says, to tell whether a later row says anything else."""

import hashlib
from datetime import date

from backend.core.sealing import derive_key

BYTES = 16


def digest(
    subject: bytes,
    related: bytes,
    facts: bytes,
    identifiers: bytes,
    valid_from: date | None,
    valid_to: date | None,
) -> bytes:
    """16 bytes (BLAKE2b), equal when the same is said; keyed, because few birth dates and numbers exist."""
    said = b"%b\x00%b\x00%b\x00%b\x00%a\x00%a" % (
        subject, related, facts, identifiers, valid_from and valid_from.toordinal(),
        valid_to and valid_to.toordinal(),
    )  # fmt: skip
    return hashlib.blake2b(said, key=derive_key("record.digest"), digest_size=BYTES).digest()
