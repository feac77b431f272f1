"""Signed lists as compact JWS (RFC 7515): EdDSA and a type, and nothing that a header could choose."""

import binascii
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable

import msgspec
from nacl.bindings import crypto_sign_open
from nacl.exceptions import BadSignatureError

from backend.credentials.rules.lists import TYPES, SignedList

COMPACT = re.compile(r"([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]{86})")
LIST_CHARACTERS_MAX = 4_000_000


class _Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    alg: str
    kid: str
    typ: str


def write_jws(said: SignedList, kid: str, sign: Callable[[bytes], bytes]) -> str:
    """`said`, signed by the key `kid`."""
    head = encode(msgspec.json.encode(_Header("EdDSA", kid, TYPES[type(said)])))
    signed = f"{head}.{encode(msgspec.json.encode(said))}"
    return f"{signed}.{encode(sign(signed.encode()))}"


def read_jws(
    text: str, type_: type[SignedList], key_of: Callable[[str], bytes | None], now: float
) -> SignedList | None:
    """The list in `text`, or None unless a key that `key_of` knows signed it as a `type_` not yet over."""
    parts = COMPACT.fullmatch(text) if len(text) <= LIST_CHARACTERS_MAX else None
    if parts is None:
        return None
    try:
        header = msgspec.json.decode(decode(parts[1]), type=_Header)
        key = key_of(header.kid)
        if key is None or header.alg != "EdDSA" or header.typ != TYPES[type_]:
            return None
        crypto_sign_open(decode(parts[3]) + text[: parts.end(2)].encode(), key)
        said = msgspec.json.decode(decode(parts[2]), type=type_)
    except (BadSignatureError, msgspec.DecodeError, binascii.Error, UnicodeDecodeError):
        return None
    return said if said.exp > now else None


def encode(value: bytes) -> str:
    """`value` as base64url without padding."""
    return urlsafe_b64encode(value).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    """The bytes of base64url without padding; binascii.Error when it is none."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
