"""The chain of evidence: unbroken, kept until the city has it, and begun anew without loss."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from backend.evidence.rules.chains import FIRST_LINK, Entry, add_link
from backend.reader import chain
from backend.reader.store import Store

NOW = 1_800_000_000.0


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """The store of a reader with ten records of a fortnight ago and ten of today."""
    with closing(Store(tmp_path / "reader.db")) as opened:
        for n in range(20):
            age = 14 * 86_400 if n < 10 else 0
            append(opened, chain.Record(int((NOW - age) * 1000) + n, "accepted", False, f"code {n}"))
        yield opened


def append(store: Store, record: chain.Record) -> int:
    """Its sequence."""
    with store.transaction() as connection:
        return chain.append(connection, chain.read(store), record)


def is_whole(store: Store) -> bool:
    """Whether every record's link covers all before it."""
    state = chain.read(store)
    link, sequence = state.marks.base_link, state.marks.base
    for record in chain.after(store, sequence, 1_000)[0]:
        sequence += 1
        link = add_link(link, Entry(sequence, record.at, record.verdict, record.degraded, record.code))
        if chain.link_at(store, sequence) != link:
            return False
    return (sequence, link) == (state.last, state.last_link)


def test_every_link_covers_all_before_it(store: Store) -> None:
    assert is_whole(store)
    store.connection.execute("update evidence set verdict = 'expired' where sequence = 5")
    assert not is_whole(store)


def test_the_chain_begins_with_nothing(tmp_path: Path) -> None:
    with closing(Store(tmp_path / "other.db")) as empty:
        assert chain.read(empty).last == 0
        assert chain.link_at(empty, 0) == FIRST_LINK


def test_what_the_city_has_had_for_a_week_is_forgotten(store: Store) -> None:
    chain.confirm(store, 15)
    chain.forget(store, NOW)
    state = chain.read(store)
    assert (state.marks.base, state.last, state.waiting) == (10, 20, 5)
    assert chain.link_at(store, 9) is None
    assert is_whole(store)


def test_what_the_city_lacks_is_never_forgotten(store: Store) -> None:
    chain.forget(store, NOW + 1e9)
    assert len(chain.after(store, 0, 100)[0]) == 20


def test_a_chain_of_which_all_is_forgotten_goes_on(store: Store) -> None:
    chain.confirm(store, 20)
    chain.forget(store, NOW + 30 * 86_400)
    assert chain.after(store, 0, 100)[0] == []
    assert append(store, chain.Record(1, "accepted", False, "next")) == 21
    assert is_whole(store)


def test_a_new_chain_holds_what_the_city_lacks_in_its_order(store: Store) -> None:
    chain.confirm(store, 15)
    chain.mark_forked(store)
    with store.transaction():
        chain.begin_anew(store)
    state = chain.read(store)
    assert (state.last, state.waiting, state.marks.is_forked) == (5, 5, False)
    assert [record.code for record in chain.after(store, 0, 100)[0]] == [f"code {n}" for n in range(15, 20)]
    assert is_whole(store)


def test_a_new_chain_that_is_not_committed_never_was(store: Store) -> None:
    def interrupt() -> None:
        with store.transaction():
            chain.begin_anew(store)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupt()
    assert chain.read(store).last == 20
    assert is_whole(store)
