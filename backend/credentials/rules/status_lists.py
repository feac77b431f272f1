"""Status lists as readers get them: a bit a credential, deflated, in a signed CWT (Token Status List, IETF).

A list covers one shard of one key's credentials. It is a COSE_Sign1 (RFC 9052) over a CWT (RFC 8392) that any
library for token status lists reads; bit 1 means that the credential is revoked.
"""

import zlib
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import cbor2
from nacl.bindings import crypto_sign_open
from nacl.exceptions import BadSignatureError

from backend.credentials.rules.statuses import SHARD_SIZE

COSE_SIGN1 = 18
ALGORITHM, KEY_ID, TYPE = 1, 4, 16
EDDSA = -8
SUBJECT, EXPIRES, ISSUED, TTL, STATUS_LIST = 2, 4, 6, 65534, 65533
MEDIA_TYPE = "application/statuslist+cwt"
LIST_BYTES_MAX = 1_000_000
DEFLATE_LEVEL = 9


class StatusList(NamedTuple):
    """A list that was checked: `bits` holds index i at bit i % 8 of byte i // 8, the lowest first."""

    subject: str
    issued_at: int
    expires_at: int
    bits: bytes

    def is_revoked(self, place: int) -> bool:
        """Whether the credential at `place` is revoked; IndexError beyond the list's end."""
        return bool(self.bits[place >> 3] >> (place & 7) & 1)


def pack_bits(revoked: Iterable[int], size: int = SHARD_SIZE) -> bytes:
    """One bit for each of `size` places, set where it is in `revoked`."""
    bits = bytearray((size + 7) // 8)
    for place in revoked:
        bits[place >> 3] |= 1 << (place & 7)
    return bytes(bits)


def write_list(
    subject: str,
    bits: bytes,
    times: tuple[int, int, int],
    kid: str,
    sign: Callable[[bytes], bytes],
) -> bytes:
    """The CWT with `bits`; `times` are its issue and end in seconds since 1970, and how long to keep it."""
    issued_at, expires_at, ttl = times
    head = cbor2.dumps({ALGORITHM: EDDSA, KEY_ID: kid.encode(), TYPE: MEDIA_TYPE})
    claims = {
        SUBJECT: subject,
        ISSUED: issued_at,
        EXPIRES: expires_at,
        TTL: ttl,
        STATUS_LIST: {"bits": 1, "lst": zlib.compress(bits, DEFLATE_LEVEL)},
    }
    payload = cbor2.dumps(claims)
    return cbor2.dumps(cbor2.CBORTag(COSE_SIGN1, [head, {}, payload, sign(_signed(head, payload))]))


def read_list(raw: bytes, key_of: Callable[[str], bytes | None]) -> StatusList | None:
    """The list in `raw`, or None unless a key that `key_of` knows by its kid signed it as one."""
    try:
        message: Any = cbor2.loads(raw)
        if not isinstance(message, cbor2.CBORTag) or message.tag != COSE_SIGN1:
            return None
        head, _, payload, signature = message.value
        header: Any = cbor2.loads(head)
        key = key_of(header[KEY_ID].decode())
        if key is None or header[ALGORITHM] != EDDSA or header[TYPE] != MEDIA_TYPE:
            return None
        crypto_sign_open(signature + _signed(head, payload), key)
        claims: Any = cbor2.loads(payload)
        listed = claims[STATUS_LIST]
        inflate = zlib.decompressobj()
        bits = inflate.decompress(listed["lst"], LIST_BYTES_MAX)
        if listed["bits"] != 1 or inflate.unconsumed_tail or not inflate.eof:
            return None
        subject, issued_at, expires_at = claims[SUBJECT], claims[ISSUED], claims[EXPIRES]
        if not isinstance(subject, str) or type(issued_at) is not int or type(expires_at) is not int:
            return None
        return StatusList(subject, issued_at, expires_at, bits)
    except (
        cbor2.CBORDecodeError, BadSignatureError, zlib.error, KeyError, ValueError, TypeError, AttributeError,
        UnicodeDecodeError, RecursionError,
    ):  # fmt: skip
        return None


def _signed(head: bytes, payload: bytes) -> bytes:
    """What a COSE_Sign1 signs (RFC 9052, 4.4)."""
    return cbor2.dumps(["Signature1", head, b"", payload])
