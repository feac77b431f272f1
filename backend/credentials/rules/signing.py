"""How a carried code is signed: the city's part in batches, and the phone's part for tests and vectors."""

from collections.abc import Callable, Sequence

from nacl.bindings import crypto_sign

from backend.credentials.rules.carried_codes import (
    CREDENTIAL_TAG,
    HOUR_SECONDS,
    SHOW_TAG,
    SIGNATURE_BYTES,
    Suite,
)


def write_credentials(
    suite: Suite,
    kid: int,
    cids: Sequence[bytes],
    statuses: Sequence[int],
    expires_at: int,
    assurance: tuple[int, int],
    keys: Sequence[bytes],
    secret: bytes,
) -> list[bytes]:
    """A credential for each of `keys`, signed by libsodium's `secret`: bytes 0–123 (suite 2: 124) of a code.

    `assurance` are the bytes of the device and of the holder; `expires_at` is in seconds since 1970 and
    rounded down to the hour.
    """
    before = suite.profile.to_bytes(1) + kid.to_bytes(2)
    between = (expires_at // HOUR_SECONDS).to_bytes(3) + bytes(assurance)
    parts = [
        b"".join((before, cid, status.to_bytes(4), between, key))
        for cid, status, key in zip(cids, statuses, keys, strict=True)
    ]
    return [part + crypto_sign(CREDENTIAL_TAG + part, secret)[:SIGNATURE_BYTES] for part in parts]


def write_show(
    credential: bytes,
    at: int,
    counter: int,
    scene: int,
    sign: Callable[[bytes], bytes],
    venue: bytes = b"",
    nonce: bytes = b"",
) -> bytes:
    """A code: `credential` shown once, signed by the phone's `sign`."""
    said = credential + at.to_bytes(4) + counter.to_bytes(2) + scene.to_bytes(1) + venue + nonce
    return said + sign(SHOW_TAG + said)
