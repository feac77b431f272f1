"""The id of a code or credential: sixteen bytes that the city alone can open, and nobody else can link.

    0  5  resident number
    5  2  day of issue, days since 1970 in UTC
    7  5  millisecond of that day (27 bits), and 13 bits: of a credential its number's last, else random
   12  4  zero: what another key opens to is not zero here

One AES-128 block under a key of that day, so the city needs no table to open it.
"""

import secrets
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DAY_SECONDS = 86_400
NUMBER_MAX = 2**40 - 1
CID_BYTES = 16
CHECK = bytes(4)
OTHER_BITS = 13
OTHER_MAX = (1 << OTHER_BITS) - 1

Crypt = Callable[[bytes], bytes]


class DayCipher(NamedTuple):
    """Encryption and decryption of single blocks with the city's key of one day."""

    encrypt: Crypt
    decrypt: Crypt


class OpenedCid(NamedTuple):
    """Whose code it is, and when it was issued, in seconds since 1970."""

    number: int
    day: int
    issued_at: float


def make_cipher(key: bytes) -> DayCipher:
    """The cipher of a 16-byte key; ECB holds no state, so one context serves for ever."""
    cipher = Cipher(algorithms.AES(key), modes.ECB())  # noqa: S305  # one block is a permutation, not a mode
    return DayCipher(cipher.encryptor().update, cipher.decryptor().update)


def seal_cid(number: int, at: datetime, cipher_of: Callable[[int], DayCipher]) -> bytes:
    """A new cid for the resident `number`; `cipher_of(day)` gives the city's cipher of that day."""
    day, milliseconds = _moment(at)
    return cipher_of(day).encrypt(_block(number, day, milliseconds, secrets.randbits(OTHER_BITS)))


def seal_cids(
    number: int, at: datetime, serials: Sequence[int], cipher_of: Callable[[int], DayCipher]
) -> list[bytes]:
    """A new cid for each credential in `serials`: other numbers give other cids, also at one moment."""
    day, milliseconds = _moment(at)
    blocks = b"".join(_block(number, day, milliseconds, serial & OTHER_MAX) for serial in serials)
    sealed = cipher_of(day).encrypt(blocks)
    return [sealed[n : n + CID_BYTES] for n in range(0, len(sealed), CID_BYTES)]


def open_cid(cid: bytes, expires_at: float, cipher_of: Callable[[int], DayCipher]) -> OpenedCid | None:
    """What is inside, or None when it is not ours; `expires_at` tells the day, or the one after it."""
    expiry_day = int(expires_at // DAY_SECONDS)
    for day in (expiry_day, expiry_day - 1):
        block = cipher_of(day).decrypt(cid)
        head = int.from_bytes(block[:12])
        if block.endswith(CHECK) and head >> 40 & 0xFFFF == day:
            milliseconds = head >> OTHER_BITS & 0x7FFFFFF
            return OpenedCid(head >> 56, day, day * DAY_SECONDS + milliseconds / 1000)
    return None


def _moment(at: datetime) -> tuple[int, int]:
    day, since = divmod(at - EPOCH, timedelta(days=1))
    return day, since // timedelta(milliseconds=1)


def _block(number: int, day: int, milliseconds: int, other: int) -> bytes:
    return (number << 56 | day << 40 | milliseconds << OTHER_BITS | other).to_bytes(12) + CHECK
