"""How a live code is spelt: a compact JWS (RFC 7515) with one spelling for each content.

Any JOSE library verifies it against the published keys. We read it strictly: the header must be one of
those that our keys write, byte for byte, so that `alg: none`, HS256, `crit` and duplicates cannot get in.
"""

import binascii
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import NamedTuple

from nacl.bindings import crypto_sign, crypto_sign_open
from nacl.exceptions import BadSignatureError

CODE_LENGTH_MAX = 400
SIGNATURE_BYTES = 64

# The last character of an unpadded base64url text carries unused bits, which must be zero.
SHAPE = re.compile(r"([A-Za-z0-9_-]{30,44})\.([A-Za-z0-9_-]{70,140})\.([A-Za-z0-9_-]{85}[AQgw])")
CLAIMS = re.compile(
    rb'\{"cid":"([A-Za-z0-9_-]{21}[AQgw])","exp":([1-9][0-9]{9}),"s":"([a-z][a-z0-9-]{0,39})"\}'
)
HEADER = re.compile(rb'\{"alg":"EdDSA","kid":"([0-9a-z]{1,4})"\}')


class LiveCode(NamedTuple):
    """What a live code says, before and after its signature is checked."""

    cid: bytes
    expires_at: int
    scene: str


def header_segment(kid: str) -> str:
    """The first segment of every code that the key `kid` signs."""
    return _encode(b'{"alg":"EdDSA","kid":"%s"}' % kid.encode())


def find_kid(code: str) -> str | None:
    """The key id that `code` names, when its header is spelt as ours are."""
    shape = SHAPE.fullmatch(code)
    if shape is None:
        return None
    segment = shape[1]
    try:
        match = HEADER.fullmatch(_decode(segment))
    except binascii.Error:
        return None
    if match is None:
        return None
    kid = match[1].decode()
    return kid if header_segment(kid) == segment else None


def write_code(code: LiveCode, header: str, secret: bytes) -> str:
    """`code` signed by libsodium's `secret` key, whose `header_segment` is given."""
    claims = b'{"cid":"%s","exp":%d,"s":"%s"}' % (
        _encode(code.cid).encode(),
        code.expires_at,
        code.scene.encode(),
    )
    signed_part = f"{header}.{_encode(claims)}"
    signature = crypto_sign(signed_part.encode(), secret)[:SIGNATURE_BYTES]
    return f"{signed_part}.{_encode(signature)}"


def read_code(code: str, keys: dict[str, bytes]) -> LiveCode | None:
    """What `code` says, when one of `keys` (public key by header segment) signed it; else None."""
    shape = SHAPE.fullmatch(code)
    if shape is None:
        return None
    header, body, signature = shape.groups()
    public = keys.get(header)
    if public is None:
        return None
    try:
        claims_text = urlsafe_b64decode(body + "==")
        claims = CLAIMS.fullmatch(claims_text)
        if claims is None or _encode(claims_text) != body:
            return None
        crypto_sign_open(urlsafe_b64decode(signature + "==") + f"{header}.{body}".encode(), public)
    except (BadSignatureError, binascii.Error):
        return None
    cid, expires_at, scene = claims.groups()
    return LiveCode(urlsafe_b64decode(cid + b"=="), int(expires_at), scene.decode())


def cid_text(cid: bytes) -> str:
    """A cid as URLs and claims spell it: 22 characters of base64url."""
    return _encode(cid)


def read_cid_text(text: str) -> bytes | None:
    """The cid that `text` spells, or None."""
    if re.fullmatch(r"[A-Za-z0-9_-]{21}[AQgw]", text) is None:
        return None
    return _decode(text)


def _encode(value: bytes) -> str:
    return urlsafe_b64encode(value).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    return urlsafe_b64decode(text + "==")
