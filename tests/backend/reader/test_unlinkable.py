"""What one phone gets at once looks, to everybody but the city, like what many phones got."""

from datetime import timedelta
from itertools import combinations
from random import Random

import pytest
from nacl.bindings import crypto_sign_seed_keypair

from backend.credentials.rules.carried_codes import BROWSER_KEY, ED25519, ES256, Suite
from backend.credentials.rules.cids import EPOCH, make_cipher, seal_cids
from backend.credentials.rules.signing import write_credentials
from backend.credentials.rules.statuses import Shuffle
from backend.vectors import NOW, p256

RUN = 4
CREDENTIALS = 8
# Random, and the same at every run: nothing here is alike by chance only now and then.
DRAWN = Random(20261125)
# Profile and kid end before 3; the credential's end, and the bytes of device and holder, stand here.
OPEN = (23, 28)


@pytest.mark.parametrize("suite", [ED25519, ES256], ids=["ed25519", "es256"])
def test_two_credentials_of_one_batch_share_no_run_of_bytes(suite: Suite) -> None:
    end = OPEN[1] + suite.key_bytes - 32  # a compressed point of P-256 begins with one of two bytes
    for one, two in combinations(batch(suite), 2):
        for part in (slice(3, OPEN[0]), slice(end, None)):
            assert not runs(one[part]) & runs(two[part])


def batch(suite: Suite) -> list[bytes]:
    """What a phone gets at once."""
    cipher = make_cipher(DRAWN.randbytes(16))
    shuffle = Shuffle(3, DRAWN.randbytes)
    serials = range(3 << 20, (3 << 20) + CREDENTIALS)
    _, secret = crypto_sign_seed_keypair(DRAWN.randbytes(32))
    keys = [
        crypto_sign_seed_keypair(DRAWN.randbytes(32))[0]
        if suite is ED25519
        else p256(DRAWN.randbytes(8).hex()).public
        for _ in serials
    ]
    return write_credentials(
        suite,
        37,
        seal_cids(4_711, EPOCH + timedelta(seconds=NOW), range(CREDENTIALS), lambda _: cipher),
        [shuffle.index(serial) for serial in serials],
        NOW + 86_400,
        (BROWSER_KEY, 3),
        keys,
        secret,
    )


def runs(raw: bytes) -> set[bytes]:
    """Every run of bytes in `raw`."""
    return {raw[n : n + RUN] for n in range(len(raw) - RUN + 1)}
