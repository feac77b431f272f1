"""The carried code, CC2: a credential that the city signed, and a show of it that the phone signed.

    0   1  profile: 0x21 suite 1 (Ed25519 twice), 0x22 suite 2 (the phone signs with ES256)
    1   2  kid      the city's key
    3  16  cid      as in a live code: only the city can open it
   19   4  status   index in the status lists of this kid: shard (12 bits), place (20 bits)
   23   3  expires  hours since 1970
   26   1  device   what keeps the phone's key: 1 a browser
   27   1  holder   the holder's age band, 1 to 6; a scene gives of it what it allows
   28  32  key      the phone's key, new for each credential (suite 2: 33, and all below one later)
   60  64  signature of the city over "CC2.cred" and all before
  124   4  at       seconds since 1970, by the server's time
  128   2  counter  grows with every show of one credential
  130   1  scene
  131   8  venue    SHA-256("CC2.venue", the venue's id as text), first 8 bytes; may be absent
  139   8  nonce    the reader's challenge; may be absent, and is absent without a venue
   -64  64  signature of the phone over "CC2.show" and all before

Numbers are big-endian. The length alone says whether venue and nonce are there. As text it is "CC2" and
base45, so that a QR code takes it in its alphanumeric mode.
"""

import hashlib
from struct import Struct
from typing import NamedTuple
from uuid import UUID

from backend.credentials.rules import base45

MARK = "CC2"
CREDENTIAL_TAG = b"CC2.cred"
SHOW_TAG = b"CC2.show"
VENUE_TAG = b"CC2.venue"
SLOT_SECONDS = 15
HOUR_SECONDS = 3600
SIGNATURE_BYTES = 64
BINDING_BYTES = 8
# 212 bytes in base45, after the mark.
TEXT_LENGTH_MAX = 321
BROWSER_KEY = 1


class Suite(NamedTuple):
    """Where the fields of one profile end; every length is a length that a code of it may have."""

    profile: int
    key_bytes: int
    fields: Struct
    lengths: tuple[int, int, int]

    @property
    def credential_end(self) -> int:
        """The length of the part that the city signs."""
        return 28 + self.key_bytes


def _suite(profile: int, key_bytes: int) -> Suite:
    fields = Struct(f">BH16sI3sBB{key_bytes}s64sIHB")
    shortest = fields.size + SIGNATURE_BYTES
    return Suite(profile, key_bytes, fields, (shortest, shortest + 8, shortest + 16))


ED25519 = _suite(0x21, 32)
ES256 = _suite(0x22, 33)
SUITES = {suite.profile: suite for suite in (ED25519, ES256)}


class CarriedCode(NamedTuple):
    """What a carried code says; nothing of it is true before both signatures are checked."""

    suite: Suite
    kid: int
    cid: bytes
    status: int
    expires_at: int
    device: int
    holder: int
    key: bytes
    at: int
    counter: int
    scene: int
    venue: bytes | None
    nonce: bytes | None
    credential: bytes
    credential_signature: bytes
    show: bytes
    show_signature: bytes

    @property
    def slot(self) -> int:
        """The quarter minute in which it was drawn: a credential counts once in each."""
        return self.at // SLOT_SECONDS


def read_code(text: str) -> CarriedCode | None:
    """What `text` says, or None unless it is spelt exactly as a carried code is."""
    if not text.startswith(MARK) or len(text) > TEXT_LENGTH_MAX:
        return None
    raw = base45.decode(text[len(MARK) :])
    return None if raw is None else read_bytes(raw)


def read_bytes(raw: bytes) -> CarriedCode | None:
    """The same for the bytes of a code."""
    suite = SUITES.get(raw[0]) if raw else None
    if suite is None or len(raw) not in suite.lengths:
        return None
    _, kid, cid, status, expires, device, holder, key, signature, at, counter, scene = (
        suite.fields.unpack_from(raw)
    )
    end = suite.fields.size
    venue = raw[end : end + BINDING_BYTES] if len(raw) > suite.lengths[0] else None
    nonce = raw[end + BINDING_BYTES : end + 2 * BINDING_BYTES] if len(raw) > suite.lengths[1] else None
    return CarriedCode(
        suite,
        kid,
        cid,
        status,
        int.from_bytes(expires) * HOUR_SECONDS,
        device,
        holder,
        key,
        at,
        counter,
        scene,
        venue,
        nonce,
        raw[: suite.credential_end],
        signature,
        raw[:-SIGNATURE_BYTES],
        raw[-SIGNATURE_BYTES:],
    )


def write_text(raw: bytes) -> str:
    """A code's bytes as the text that its QR code holds."""
    return MARK + base45.encode(raw)


def hash_venue(venue: UUID) -> bytes:
    """How a carried code names a venue."""
    return hashlib.sha256(VENUE_TAG + str(venue).encode()).digest()[:BINDING_BYTES]
