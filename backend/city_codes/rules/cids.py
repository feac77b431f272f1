"""The code's id: sixteen bytes that only the city can open, and that nobody can link to another code's.

    0  5  resident number
    5  2  day of issue, days since 1970 in UTC
    7  4  millisecond of that day
   11  1  random
   12  4  zero: what another key opens to is not zero here

One AES-128 block under a key of that day, so the city needs no table to open it.
"""

import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DAY_SECONDS = 86_400
NUMBER_MAX = 2**40 - 1
CID_BYTES = 16
CHECK = bytes(4)

Crypt = Callable[[bytes], bytes]


class OpenedCid(NamedTuple):
    """Whose code it is, and when it was issued, in seconds since 1970."""

    number: int
    day: int
    issued_at: float


def seal_cid(number: int, at: datetime, key_of: Callable[[int], bytes]) -> bytes:
    """A new cid for the resident `number`; `key_of(day)` gives the city's 16-byte key of that day."""
    day, since = divmod(at - EPOCH, timedelta(days=1))
    milliseconds = since // timedelta(milliseconds=1)
    head = number << 56 | day << 40 | milliseconds << 8 | secrets.randbits(8)
    encrypt, _ = _block_cipher(key_of(day))
    return encrypt(head.to_bytes(12) + CHECK)


def open_cid(cid: bytes, expires_at: float, key_of: Callable[[int], bytes]) -> OpenedCid | None:
    """What is inside, or None when it is not ours; `expires_at` tells the day, or the one after it."""
    expiry_day = int(expires_at // DAY_SECONDS)
    for day in (expiry_day, expiry_day - 1):
        _, decrypt = _block_cipher(key_of(day))
        block = decrypt(cid)
        if block[12:] == CHECK and int.from_bytes(block[5:7]) == day:
            milliseconds = int.from_bytes(block[7:11])
            return OpenedCid(int.from_bytes(block[:5]), day, day * DAY_SECONDS + milliseconds / 1000)
    return None


@lru_cache(maxsize=16)
def _block_cipher(key: bytes) -> tuple[Crypt, Crypt]:
    """Encryption and decryption of single blocks: ECB holds no state, so one context serves for ever."""
    cipher = Cipher(algorithms.AES(key), modes.ECB())  # noqa: S305  # one block is a permutation, not a mode
    return cipher.encryptor().update, cipher.decryptor().update
