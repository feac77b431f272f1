"""The ids of a phone's credentials: many at once, all different, each as good as a single one."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from backend.credentials.rules.cids import NUMBER_MAX, DayCipher, make_cipher, open_cid, seal_cids

CIPHERS: dict[int, DayCipher] = {}
MIDNIGHT = datetime(2026, 11, 25, tzinfo=UTC)
BATCH = 32


def cipher_of(day: int) -> DayCipher:
    """Another key for each day."""
    return CIPHERS.setdefault(day, make_cipher(b"%016d" % day))


@given(st.integers(0, NUMBER_MAX), st.integers(0, 86_400_000 - 1), st.integers(1, 100))
def test_the_cids_of_a_batch_are_all_different_and_all_of_one_resident(
    number: int, milliseconds: int, count: int
) -> None:
    at = MIDNIGHT + timedelta(milliseconds=milliseconds)
    cids = seal_cids(number, at, range(count), cipher_of)
    assert len(set(cids)) == count
    for cid in cids:
        opened = open_cid(cid, at.timestamp(), cipher_of)
        assert opened is not None
        assert opened.number == number
        assert abs(opened.issued_at - at.timestamp()) < count / 1000 + 0.0011


def test_a_batch_of_the_first_millisecond_belongs_to_its_own_day() -> None:
    for cid in seal_cids(7, MIDNIGHT, range(BATCH), cipher_of):
        opened = open_cid(cid, MIDNIGHT.timestamp(), cipher_of)
        assert opened is not None
        assert opened.day == MIDNIGHT.timestamp() // 86_400
