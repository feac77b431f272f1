"""How a live code is spelt: a compact JWS (RFC 7515) with one spelling for each content.

Any JOSE library verifies it against the published keys. We who wrote it write it once more instead: Ed25519
is deterministic (RFC 8032), so a code counts when it is, character for character, what our key writes. That
takes less than half the time and leaves no room for another spelling: `alg: none`, HS256, `crit`, duplicate
claims, other JSON, other base64 or a second signature over the same content are all not ours.
"""

import binascii
import hmac
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from typing import NamedTuple

from nacl.bindings import crypto_sign, crypto_sign_open
from nacl.exceptions import BadSignatureError

CODE_LENGTH_MAX = 400
SIGNATURE_BYTES = 64

CLAIMS = re.compile(rb'\{"cid":"([A-Za-z0-9_-]{22})","exp":([1-9][0-9]{9}),"s":"([a-z][a-z0-9-]{0,39})"\}')
HEADER = re.compile(rb'\{"alg":"EdDSA","kid":"([0-9a-z]{1,4})"\}')
CID_TEXT = re.compile(r"[A-Za-z0-9_-]{21}[AQgw]")


class LiveCode(NamedTuple):
    """What a live code says; `expires_at` in seconds since 1970."""

    cid: bytes
    expires_at: int
    scene: str


def header_segment(kid: str) -> str:
    """The first segment of every code that the key `kid` signs."""
    return _encode(b'{"alg":"EdDSA","kid":"%s"}' % kid.encode())


def write_code(code: LiveCode, header: str, secret: bytes) -> str:
    """`code` signed by libsodium's `secret` key, whose `header_segment` is given."""
    signed_part = f"{header}.{_write_claims(code)}"
    return f"{signed_part}.{_encode(crypto_sign(signed_part.encode(), secret)[:SIGNATURE_BYTES])}"


def read_code(text: str, secrets: dict[str, bytes]) -> LiveCode | None:
    """What `text` says, when one of `secrets` (secret key by header segment) wrote it; else None.

    The comparison takes the same time wherever the texts differ, and what we would have written stays here.
    """
    header, _, rest = text.partition(".")
    secret = secrets.get(header)
    if secret is None or len(text) > CODE_LENGTH_MAX or not text.isascii():
        return None
    code = _read_claims(rest.partition(".")[0])
    return code if code and hmac.compare_digest(write_code(code, header, secret), text) else None


def read_by_public_key(text: str, keys: Mapping[str, bytes]) -> LiveCode | None:
    """The same for a reader, which has public `keys` only, by kid."""
    key = keys.get(find_kid(text) or "")
    signed, _, signature = text.rpartition(".")
    if key is None or len(text) > CODE_LENGTH_MAX or not text.isascii():
        return None
    code = _read_claims(signed.partition(".")[2])
    try:
        raw = urlsafe_b64decode(signature + "==")
        if code is None or _encode(raw) != signature or _write_claims(code) != signed.partition(".")[2]:
            return None
        crypto_sign_open(raw + signed.encode(), key)
    except (binascii.Error, BadSignatureError):
        return None
    return code


def find_kid(text: str) -> str | None:
    """The key id that `text` names, when its header is spelt as ours are."""
    header = text[:CODE_LENGTH_MAX].partition(".")[0]
    if not header.isascii():
        return None
    try:
        match = HEADER.fullmatch(urlsafe_b64decode(header.encode() + b"=="))
    except binascii.Error:
        return None
    kid = match[1].decode() if match else ""
    return kid if kid and header_segment(kid) == header else None


def cid_text(cid: bytes) -> str:
    """A cid as URLs and claims spell it: 22 characters of base64url."""
    return _encode(cid)


def read_cid_text(text: str) -> bytes | None:
    """The cid that `text` spells, or None."""
    return urlsafe_b64decode(text + "==") if CID_TEXT.fullmatch(text) else None


def _write_claims(code: LiveCode) -> str:
    cid = urlsafe_b64encode(code.cid).rstrip(b"=")
    return _encode(b'{"cid":"%s","exp":%d,"s":"%s"}' % (cid, code.expires_at, code.scene.encode()))


def _read_claims(segment: str) -> LiveCode | None:
    try:
        claims = CLAIMS.fullmatch(urlsafe_b64decode(segment + "=="))
    except binascii.Error:
        return None
    if claims is None:
        return None
    cid, expires_at, scene = claims.groups()
    return LiveCode(urlsafe_b64decode(cid + b"=="), int(expires_at), scene.decode())


def _encode(value: bytes) -> str:
    return urlsafe_b64encode(value).rstrip(b"=").decode()
