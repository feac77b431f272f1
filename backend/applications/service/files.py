"""What lies in the storage: each file encrypted under a key of its own, which only its row knows."""

import asyncio
import base64
import secrets
import uuid
from collections.abc import AsyncIterator

import asyncpg
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from backend.applications.errors import NoSuchFile
from backend.applications.ports import Storage
from backend.applications.service.sealed import FILE_KEY
from backend.core.sealing import seal, unseal

KEY_BYTES = 32
# A key encrypts one file once, so that the nonce may always be the same.
NONCE = bytes(12)
PIECE_BYTES = 256 * 1024


def new_key() -> bytes:
    """A key for one file."""
    return secrets.token_bytes(KEY_BYTES)


def seal_key(key: bytes) -> bytes:
    """A file's key as its row keeps it."""
    return seal(base64.b64encode(key).decode(), field=FILE_KEY)


def encrypt(content: bytes, key: bytes, upload: uuid.UUID) -> bytes:
    """`content` as it lies in the storage (AES-256-GCM), bound to the upload's id."""
    return AESGCM(key).encrypt(NONCE, content, upload.bytes)


async def in_pieces(content: bytes) -> AsyncIterator[bytes]:
    """`content` piece by piece."""
    for start in range(0, len(content), PIECE_BYTES):
        yield content[start : start + PIECE_BYTES]


async def open_file(storage: Storage, upload: asyncpg.Record) -> bytes:
    """A file's content; NoSuchFile when it is gone or was changed in the storage."""
    key = base64.b64decode(unseal(upload["key_sealed"], field=FILE_KEY))
    sealed = b"".join([piece async for piece in storage.get(upload["storage_key"])])
    try:
        return await asyncio.to_thread(AESGCM(key).decrypt, NONCE, sealed, upload["id"].bytes)
    except InvalidTag:
        raise NoSuchFile from None
