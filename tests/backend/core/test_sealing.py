"""Identifiers at rest cannot be read, moved or changed without the master key."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core import sealing


@pytest.fixture(autouse=True)
def unlocked() -> None:
    """The key that all tests of a process share."""
    sealing.unlock("t" * 43)


@given(st.text(max_size=200))
def test_a_sealed_text_opens_for_its_own_field_only(text: str) -> None:
    sealing.unlock("t" * 43)
    sealed = sealing.seal(text, field="account.phone")
    assert sealing.unseal(sealed, field="account.phone") == text
    with pytest.raises(sealing.SealError):
        sealing.unseal(sealed, field="identity.name")


@given(st.integers(min_value=0, max_value=37), st.integers(min_value=1, max_value=255))
def test_a_changed_byte_never_opens(place: int, flip: int) -> None:
    sealing.unlock("t" * 43)
    sealed = bytearray(sealing.seal("13800000001", field="account.phone"))
    sealed[place % len(sealed)] ^= flip
    with pytest.raises(sealing.SealError):
        sealing.unseal(bytes(sealed), field="account.phone")


def test_the_same_text_is_sealed_differently_and_indexed_equally() -> None:
    first, second = (sealing.seal("张小明", field="identity.name") for _ in range(2))
    assert first != second
    assert sealing.blind_index("a", field="x") == sealing.blind_index("a", field="x")
    assert sealing.blind_index("a", field="x") != sealing.blind_index("a", field="y")


def test_another_master_key_opens_nothing() -> None:
    sealed = sealing.seal("secret", field="x")
    sealing.unlock("u" * 43)
    with pytest.raises(sealing.SealError):
        sealing.unseal(sealed, field="x")
    sealing.unlock("t" * 43)


def test_a_kept_master_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    key = sealing.keep_master_key(tmp_path)
    assert sealing.keep_master_key(tmp_path) == key
    assert (tmp_path / "master.key").stat().st_mode & 0o777 == 0o600
    sealing.unlock(key)
    assert sealing.unseal(sealing.seal("a", field="x"), field="x") == "a"
    sealing.unlock("t" * 43)
