"""Identifiers at rest: encrypted field by field, findable by a keyed index, all under one master key."""

import base64
import hashlib
import hmac
import os
import secrets
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

VERSION = b"\x01"
KEY_ID_BYTES = 4
NONCE_BYTES = 12
HEADER_BYTES = len(VERSION) + KEY_ID_BYTES + NONCE_BYTES

# A process learns of a new generation within a second; until then it opens what others seal with it.
GENERATIONS_AHEAD = 2

_master: list[bytes] = []
_generation = [1]


class SealError(Exception):
    """A sealed value was changed, or was sealed under another master key."""


def unlock(master_key: str) -> None:
    """Use `master_key` (32 bytes, base64url) from now on; called once when a process starts."""
    _master[:] = [base64.urlsafe_b64decode(master_key.rstrip("=") + "=")]
    derive_key.cache_clear()
    _field_cipher.cache_clear()
    _generation[:] = [1]


def keep_master_key(folder: Path) -> str:
    """The master key kept in `folder`, made there when there is none, readable by its owner only."""
    path = folder / "master.key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        key = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode().rstrip("=")
        draft = path.with_suffix(".new")
        draft.unlink(missing_ok=True)
        draft.touch(mode=0o600)
        with draft.open("w") as file:
            file.write(key)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(path)
    return path.read_text().strip()


@lru_cache(maxsize=4096)
def derive_key(label: str, length: int = 32) -> bytes:
    """`length` bytes for one purpose, from the master key (HKDF-SHA256, RFC 5869)."""
    if not _master:
        raise RuntimeError("sealing.unlock() was not called")
    return HKDF(hashes.SHA256(), length, salt=None, info=f"yima.{label}".encode()).derive(_master[0])


def stretch_key(label: str, length: int) -> bytes:
    """Like `derive_key`, for more than the 8,160 bytes that HKDF gives: an AES-256-CTR stream."""
    cipher = Cipher(algorithms.AES(derive_key(label)), modes.CTR(bytes(16)))
    return cipher.encryptor().update(bytes(length))


def use_generation(generation: int) -> None:
    """Seal with this generation of the field key from now on; values of all of them still open."""
    _generation[:] = [generation]


def current_key_id() -> bytes:
    """The id of the key that seals now: the 4 bytes behind the first of each value."""
    return _field_cipher(_generation[0])[0]


def is_current(value: bytes) -> bool:
    """Whether the generation that seals now has sealed `value`."""
    return value[1 : 1 + KEY_ID_BYTES] == current_key_id()


@lru_cache(maxsize=256)
def _field_cipher(generation: int) -> tuple[bytes, AESGCM]:
    key = derive_key("field" if generation == 1 else f"field.{generation}")
    return hashlib.sha256(key).digest()[:KEY_ID_BYTES], AESGCM(key)


def _find_cipher(key_id: bytes) -> AESGCM | None:
    """The cipher with this id: the present one, an older one, or one that another process just began with."""
    newest = _generation[0] + GENERATIONS_AHEAD
    for generation in (_generation[0], *range(newest, 0, -1)):
        known, cipher = _field_cipher(generation)
        if known == key_id:
            return cipher
    return None


def seal(text: str, *, field: str) -> bytes:
    """`text` encrypted (AES-256-GCM) for `field`, e.g. "account.phone": version, key id, nonce, ciphertext.

    The field's name is authenticated, so a value copied into another column does not open there.
    """
    key_id, cipher = _field_cipher(_generation[0])
    nonce = secrets.token_bytes(NONCE_BYTES)
    return VERSION + key_id + nonce + cipher.encrypt(nonce, text.encode(), field.encode())


def unseal(value: bytes, *, field: str) -> str:
    """The text that `seal` was given; SealError when the value was changed or belongs to another key."""
    cipher = _find_cipher(value[1 : 1 + KEY_ID_BYTES]) if value[:1] == VERSION else None
    if cipher is None:
        raise SealError(f"{field}: sealed under another key")
    try:
        text = cipher.decrypt(
            value[HEADER_BYTES - NONCE_BYTES : HEADER_BYTES], value[HEADER_BYTES:], field.encode()
        )
    except InvalidTag:
        raise SealError(f"{field}: changed since it was sealed") from None
    return text.decode()


def blind_index(text: str, *, field: str) -> bytes:
    """32 bytes (HMAC-SHA256) that are equal when two texts of one `field` are, and tell nothing else."""
    return hmac.digest(derive_key(f"index.{field}"), text.encode(), "sha256")
