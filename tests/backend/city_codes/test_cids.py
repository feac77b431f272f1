"""The code's id: the city opens it, nobody else can."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from backend.credentials.rules.cids import DAY_SECONDS, NUMBER_MAX, DayCipher, make_cipher, open_cid, seal_cid

CIPHERS: dict[int, DayCipher] = {}
moments = st.datetimes(datetime(2020, 1, 1), datetime(2099, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


def cipher_of(day: int) -> DayCipher:
    """Another key for each day."""
    return CIPHERS.setdefault(day, make_cipher(b"%016d" % day))


@given(st.integers(0, NUMBER_MAX), moments, st.integers(10, 300))
def test_a_cid_tells_the_city_whose_it_is_and_since_when(number: int, at: datetime, lifetime: int) -> None:
    cid = seal_cid(number, at, cipher_of)
    assert len(cid) == 16
    opened = open_cid(cid, at.timestamp() + lifetime, cipher_of)
    assert opened is not None
    assert opened.number == number
    assert opened.day == int(at.timestamp() // DAY_SECONDS)
    assert abs(opened.issued_at - at.timestamp()) < 0.0011


@given(st.binary(min_size=16, max_size=16))
def test_bytes_that_are_not_ours_open_to_nothing(cid: bytes) -> None:
    assert open_cid(cid, 1_795_384_544, cipher_of) is None


def test_a_cid_opens_across_midnight_and_not_two_days_later() -> None:
    at = datetime(2026, 11, 22, 23, 59, 59, 999_000, tzinfo=UTC)
    cid = seal_cid(5, at, cipher_of)
    assert open_cid(cid, (at + timedelta(seconds=60)).timestamp(), cipher_of) is not None
    assert open_cid(cid, (at + timedelta(days=2)).timestamp(), cipher_of) is None


def test_another_master_key_opens_nothing() -> None:
    at = datetime(2026, 11, 22, 12, tzinfo=UTC)
    cid = seal_cid(5, at, cipher_of)
    assert open_cid(cid, at.timestamp(), lambda day: make_cipher(b"x%015d" % day)) is None
