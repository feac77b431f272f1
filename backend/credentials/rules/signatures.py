"""Whether the two signatures of a carried code are right, by libsodium and OpenSSL."""

from collections.abc import Iterable

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from nacl.bindings import crypto_sign_open
from nacl.exceptions import BadSignatureError

from backend.credentials.rules.carried_codes import CREDENTIAL_TAG, ED25519, SHOW_TAG, CarriedCode, Suite

P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
P256_FIELD = 2**256 - 2**224 + 2**192 + 2**96 - 1
ED25519_FIELD = 2**255 - 19
# The y of the points whose order divides eight, reduced: such a key would sign anything.
SMALL_ORDER = {
    0,
    1,
    ED25519_FIELD - 1,
    0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7,
    0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826,
}


def is_issued(code: CarriedCode, keys: Iterable[bytes]) -> bool:
    """Whether one of the city's `keys` signed the credential."""
    return any(_is_ed25519(CREDENTIAL_TAG + code.credential, code.credential_signature, key) for key in keys)


def is_shown(code: CarriedCode) -> bool:
    """Whether the phone that the credential names signed this show of it."""
    if code.suite is ED25519:
        return _is_ed25519(SHOW_TAG + code.show, code.show_signature, code.key)
    return _is_es256(SHOW_TAG + code.show, code.show_signature, code.key)


def may_be_key(suite: Suite, key: bytes) -> bool:
    """Whether `key` is spelt as a phone's public key, and is none of the weak ones.

    Whether it lies on its curve shows when it signs: a key that does not verifies nothing.
    """
    if len(key) != suite.key_bytes:
        return False
    if suite is ED25519:
        y = int.from_bytes(key, "little") & ~(1 << 255)
        return y < ED25519_FIELD and y not in SMALL_ORDER
    return key[0] in (2, 3) and int.from_bytes(key[1:]) < P256_FIELD


def _is_ed25519(said: bytes, signature: bytes, key: bytes) -> bool:
    try:
        crypto_sign_open(signature + said, key)
    except BadSignatureError:
        return False
    return True


def _is_es256(said: bytes, signature: bytes, key: bytes) -> bool:
    """Only the smaller of the two values of s counts, so that nobody can spell one signature twice."""
    r, s = int.from_bytes(signature[:32]), int.from_bytes(signature[32:])
    if s > P256_ORDER // 2:
        return False
    try:
        point = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), key)
        point.verify(encode_dss_signature(r, s), said, ECDSA(SHA256()))
    except (InvalidSignature, ValueError):
        return False
    return True
