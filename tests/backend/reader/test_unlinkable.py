"""What one phone gets at once looks, to everybody but the city, like what many phones got."""

from datetime import timedelta
from itertools import combinations
from secrets import token_bytes

import pytest
from nacl.bindings import crypto_sign_keypair

from backend.credentials.rules.carried_codes import BROWSER_KEY, ED25519, ES256, Suite
from backend.credentials.rules.cids import EPOCH, make_cipher, seal_cids
from backend.credentials.rules.signing import write_credentials
from backend.credentials.rules.statuses import Shuffle
from backend.vectors import NOW, p256

RUN = 4
# Few enough that two runs of random bytes are alike once in a hundred thousand times.
CREDENTIALS = 4
# Profile and kid end before 3; the credential's end, and the bytes of device and holder, stand here.
OPEN = (23, 28)


@pytest.mark.parametrize("suite", [ED25519, ES256], ids=["ed25519", "es256"])
def test_two_credentials_of_one_batch_share_no_run_of_bytes(suite: Suite) -> None:
    written = batch(suite)
    for one, two in combinations(written, 2):
        # A compressed point of P-256 begins with one of two bytes.
        openly = one[OPEN[0] : OPEN[1] + suite.key_bytes - 32]
        assert runs(one) & runs(two) <= runs(openly)


def batch(suite: Suite) -> list[bytes]:
    """What a phone gets at once."""
    cipher = make_cipher(token_bytes(16))
    shuffle = Shuffle(3, token_bytes)
    serials = range(3 << 20, (3 << 20) + CREDENTIALS)
    _, secret = crypto_sign_keypair()
    keys = [
        crypto_sign_keypair()[0] if suite is ED25519 else p256(token_bytes(8).hex()).public for _ in serials
    ]
    return write_credentials(
        suite,
        37,
        seal_cids(4_711, EPOCH + timedelta(seconds=NOW), CREDENTIALS, lambda _: cipher),
        [shuffle.index(serial) for serial in serials],
        NOW + 86_400,
        (BROWSER_KEY, 3),
        keys,
        secret,
    )


def runs(raw: bytes) -> set[bytes]:
    """Every run of bytes in `raw`."""
    return {raw[n : n + RUN] for n in range(len(raw) - RUN + 1)}
