"""A second check of carried codes, written from the layout alone: slow, plain, by another library."""

from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
P = 2**255 - 19
D = -121665 * pow(121666, -1, P) % P
L = 2**252 + 27742317777372353535851937790883648493
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551

Held = dict[str, Any]
Post = dict[str, Any]


def check(text: str, post: Post, held: Held, now: float) -> str | None:
    """Why the code does not count, or None."""
    raw = read(text)
    if raw is None:
        return "not-valid"
    more = 1 if raw[0] == 0x22 else 0
    age = now - held["listed_at"]
    if now >= held["until"] or age > (7 * 86400 if post["degraded"] else 86400):
        return "reader-stale"
    past, future = (90, 90) if age > 86400 else (45, 5)
    keys = [
        key
        for kid, key, until in held["issuers"]
        if kid == number(raw[1:3]) and (until is None or until > now)
    ]
    if not keys:
        return "not-valid"
    at, end = number(raw[124 + more : 128 + more]), number(raw[23:26]) * 3600
    if at > now + future:
        return "not-yet-valid"
    if at < now - past or end <= now or end <= at:
        return "expired"
    if not is_signed(raw, more, keys):
        return "not-valid"
    shard = held["shards"].get((number(raw[1:3]), number(raw[19:23]) // 2**20))
    if shard is not None:
        place = number(raw[19:23]) % 2**20
        if place >= shard["size"]:
            return "not-valid"
        if place in shard["revoked"]:
            return "revoked"
    return check_place(raw, more, post)


def is_signed(raw: bytes, more: int, keys: list[bytes]) -> bool:
    """Whether one of the city's keys signed the credential, and the phone's key the rest."""
    credential, signature = b"CC2.cred" + raw[: 60 + more], raw[60 + more : 124 + more]
    if not any(verify_ed25519(key, signature, credential) for key in keys):
        return False
    verify = verify_p256 if more else verify_ed25519
    return verify(raw[28 : 60 + more], raw[-64:], b"CC2.show" + raw[:-64])


def check_place(raw: bytes, more: int, post: Post) -> str | None:
    """Why the code does not count at this post."""
    bindings = raw[131 + more : -64]
    venue, nonce = bindings[:8], bindings[8:]
    if raw[130 + more] != post["scene"]:
        return "wrong-scene"
    if venue and venue != post["venue"]:
        return "wrong-venue"
    if not venue and post["level"] >= 1:
        return "wrong-venue"
    if nonce and nonce != post["nonce"]:
        return "wrong-venue"
    if not nonce and post["level"] == 2:
        return "wrong-venue"
    return None


def read(text: str) -> bytes | None:
    """The bytes of a code, or None."""
    if text[:3] != "CC2":
        return None
    raw = decode45(text[3:])
    if raw is None:
        return None
    if len(raw) in (195, 203, 211) and raw[0] == 0x21:
        return raw
    if len(raw) in (196, 204, 212) and raw[0] == 0x22:
        return raw
    return None


def decode45(text: str) -> bytes | None:
    """Base45, three characters at a time."""
    out = b""
    while text:
        group, text = text[:3], text[3:]
        if len(group) == 1 or any(character not in CHARACTERS for character in group):
            return None
        value = sum(CHARACTERS.index(character) * 45**n for n, character in enumerate(group))
        if value >= 256 ** (len(group) - 1):
            return None
        out += value.to_bytes(len(group) - 1, "big")
    return out


def number(raw: bytes) -> int:
    """Big-endian."""
    return int.from_bytes(raw, "big")


def verify_ed25519(key: bytes, signature: bytes, said: bytes) -> bool:
    """Strictly: no weak point as key or as R, and one spelling of everything."""
    if int.from_bytes(signature[32:], "little") >= L or is_weak(key) or is_weak(signature[:32]):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, said)
    except InvalidSignature:
        return False
    return True


def verify_p256(key: bytes, signature: bytes, said: bytes) -> bool:
    """Only with the smaller s."""
    r, s = number(signature[:32]), number(signature[32:])
    if not (0 < r < N and 0 < s <= N // 2):
        return False
    try:
        public = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), key)
        public.verify(encode_dss_signature(r, s), said, ECDSA(SHA256()))
    except (InvalidSignature, ValueError):
        return False
    return True


def is_weak(point: bytes) -> bool:
    """Whether eight times a point is nothing (RFC 8032, 5.1.3), or it is none or spelt wrongly."""
    y = int.from_bytes(point, "little") % 2**255
    if y >= P:
        return True
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    x = u * v**3 * pow(u * v**7, (P - 5) // 8, P) % P
    if v * x * x % P != u:
        x = x * pow(2, (P - 1) // 4, P) % P
    if v * x * x % P != u:
        return True
    for _ in range(3):
        x, y = double(x, y)
    return (x, y) == (0, 1)


def double(x: int, y: int) -> tuple[int, int]:
    """Twice a point of the curve, in affine coordinates."""
    twist = D * x * x * y * y % P
    return 2 * x * y * pow(1 + twist, -1, P) % P, (y * y + x * x) * pow(1 - twist, -1, P) % P
