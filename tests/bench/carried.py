"""Carried codes by themselves: their check and their issue, each beside the bare signatures in it."""

import random
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from nacl.bindings import crypto_sign, crypto_sign_open

from backend import vectors
from backend.credentials.rules.carried_codes import (
    BROWSER_KEY,
    CREDENTIAL_TAG,
    ED25519,
    ES256,
    SHOW_TAG,
    Suite,
    hash_venue,
    read_bytes,
    write_text,
)
from backend.credentials.rules.checking import Held, Issuer, Post, Shard, judge
from backend.credentials.rules.cids import DayCipher, make_cipher, seal_cids
from backend.credentials.rules.signing import write_credentials, write_show
from backend.credentials.rules.status_lists import pack_bits
from backend.credentials.rules.statuses import SHARD_SIZE, Shuffle
from tests.bench.turns import Ratio, compare

CHECK_TARGET = 0.85
ISSUE_TARGET = 0.8
CODES = 3_000
CODES_A_ROUND = 1_000
BATCH = 32
BATCHES_A_ROUND = 40
SEED = 20_261_125
NOW = vectors.NOW
SCENE, KID, HOLDER = 1, 37, 3
VENUE = hash_venue(UUID(int=1))
EXPIRES_AT = NOW + 20 * 3600

Bare = Callable[[], object]


class Code(NamedTuple):
    """A code as text, and its two verifications with nothing around."""

    text: str
    bare: tuple[Bare, Bare]


@lru_cache(maxsize=64)
def cipher_of(day: int) -> DayCipher:
    """A cipher for each day, as the city has them."""
    return make_cipher(b"%016d" % day)


@lru_cache(maxsize=1)
def shuffle() -> Shuffle:
    """The order of one shard."""
    return Shuffle(0, random.Random(SEED).randbytes)


async def check() -> list[Ratio]:
    """From the text to the verdict, against the two verifications of the same bytes."""
    return [_check("cc2-check", ED25519, CHECK_TARGET), _check("cc2-check, ES256", ES256, None)]


async def issue() -> list[Ratio]:
    """A batch for one phone without the database, against its signatures."""
    draw = random.Random(SEED)
    keys = [vectors.ed25519(f"phone {n}").public for n in range(BATCH)]
    at = datetime.fromtimestamp(NOW, UTC)

    def write(number: int, first: int) -> list[bytes]:
        cids = seal_cids(number, at, range(BATCH), cipher_of)
        statuses = [shuffle().index(serial) for serial in range(first, first + BATCH)]
        return write_credentials(
            ED25519, KID, cids, statuses, EXPIRES_AT, (BROWSER_KEY, HOLDER), keys, vectors.CITY.secret
        )

    unsigned = [CREDENTIAL_TAG + part[:-64] for part in write(1, 0)]

    def whole(_: int) -> None:
        for _batch in range(BATCHES_A_ROUND):
            write(draw.randrange(2**40), draw.randrange(SHARD_SIZE // BATCH) * BATCH)

    def bare(_: int) -> None:
        secret = vectors.CITY.secret
        for _batch in range(BATCHES_A_ROUND):
            for said in unsigned:
                crypto_sign(said, secret)

    return [compare("cc2-issue", "credential", BATCH * BATCHES_A_ROUND, bare, whole, ISSUE_TARGET)]


def _check(name: str, suite: Suite, target: float | None) -> Ratio:
    codes = _make_codes(suite)
    # One in a hundred is revoked, but none of these: every check goes all the way.
    bits = pack_bits(random.Random(SEED).sample(range(CODES, SHARD_SIZE), SHARD_SIZE // 100))
    held = Held(
        NOW + 86_400, {KID: (Issuer(vectors.CITY.public, None),)}, NOW, {(KID, 0): Shard(bits, frozenset())}
    )
    post = Post(SCENE, 1, VENUE, degraded=True)

    def of(number: int) -> list[Code]:
        first = number * CODES_A_ROUND % CODES
        return codes[first : first + CODES_A_ROUND]

    def whole(number: int) -> None:
        for code in of(number):
            if judge(code.text, post, held, NOW).reason is not None:
                raise SystemExit(f"a good code was refused: {code.text}")

    def bare(number: int) -> None:
        for code in of(number):
            first, second = code.bare
            first()
            second()

    return compare(name, "code", CODES_A_ROUND, bare, whole, target)


def _make_codes(suite: Suite) -> list[Code]:
    make = vectors.ed25519 if suite is ED25519 else vectors.p256
    phones = [make(f"phone {n}") for n in range(CODES)]
    cids = [
        cid
        for n in range(CODES // BATCH + 1)
        for cid in seal_cids(n, datetime.fromtimestamp(NOW, UTC), range(BATCH), cipher_of)
    ]
    credentials = write_credentials(
        suite, KID, cids[:CODES], range(CODES), EXPIRES_AT, (BROWSER_KEY, HOLDER),
        [phone.public for phone in phones], vectors.CITY.secret,
    )  # fmt: skip
    shows = [
        write_show(credential, NOW - n % 40, n % 1000, SCENE, phone.sign, VENUE)
        for n, (credential, phone) in enumerate(zip(credentials, phones, strict=True))
    ]
    return [Code(write_text(raw), _bare(raw)) for raw in shows]


def _bare(raw: bytes) -> tuple[Bare, Bare]:
    code = read_bytes(raw)
    if code is None:
        raise SystemExit("a code that was made here is none")
    credential = code.credential_signature + CREDENTIAL_TAG + code.credential
    said = SHOW_TAG + code.show
    city = vectors.CITY.public
    if code.suite is ED25519:
        shown = code.show_signature + said
        return lambda: crypto_sign_open(credential, city), lambda: crypto_sign_open(shown, code.key)
    point = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), code.key)
    signature = encode_dss_signature(
        int.from_bytes(code.show_signature[:32]), int.from_bytes(code.show_signature[32:])
    )
    return lambda: crypto_sign_open(credential, city), lambda: point.verify(signature, said, ECDSA(SHA256()))
