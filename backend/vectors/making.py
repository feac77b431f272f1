"""A carried code that is good, unless one of its parts is said to be another."""

import hashlib
from uuid import UUID

from backend.credentials.rules.carried_codes import BROWSER_KEY, ED25519, Suite
from backend.credentials.rules.signing import write_credentials, write_show
from backend.vectors.signers import CITY, PHONE, PHONE_P256, Signer

NOW = 1_800_000_000
HOUR = 3600
SCENE = 10
VENUE = UUID("0198d0c0-0000-7000-8000-000000000001")
OTHER_VENUE = UUID("0198d0c0-0000-7000-8000-000000000002")
NONCE = bytes.fromhex("0102030405060708")
KID, RETIRED_KID, TWIN_KID = 37, 36, 41
HOLDER = 3
REVOKED, REVOKED_SINCE, PLACE = 777, 888, 4242


def make(
    suite: Suite = ED25519,
    *,
    kid: int = KID,
    city: Signer = CITY,
    phone: Signer | None = None,
    signer: Signer | None = None,
    status: int = PLACE,
    expires_at: int = NOW + 23 * HOUR,
    at: int = NOW - 3,
    counter: int = 7,
    scene: int = SCENE,
    venue: bytes = b"",
    nonce: bytes = b"",
) -> bytes:
    """The bytes of a code that is good unless told otherwise; `signer` signs in the phone's place."""
    phone = phone or (PHONE if suite is ED25519 else PHONE_P256)
    cid = hashlib.sha256(b"a cid").digest()[:16]
    key = phone.public
    credential = write_credentials(
        suite, kid, [cid], [status], expires_at, (BROWSER_KEY, HOLDER), [key], city.secret
    )
    return write_show(credential[0], at, counter, scene, (signer or phone).sign, venue, nonce)
