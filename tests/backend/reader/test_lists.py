"""A reader takes the city's lists all together, from the city's keys alone, and never older ones."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from backend.credentials.rules.jws import encode
from backend.credentials.rules.lists import ListKey, ShardStatus
from backend.reader.city import Away, City, Refused
from backend.reader.clock import Clock, Remembered
from backend.reader.identity import Identity, Place, read_identity
from backend.reader.lists import STATUS_LISTS_MAX, Lists, read_bits, read_lists, refresh
from backend.reader.problems import InsecureCity, ListsRefused
from backend.reader.store import Store
from backend.vectors import KID, REVOKED, STRANGER, Signer, ed25519
from tests.backend.reader import devices
from tests.backend.reader.shelf import FOLDER, Shelf, open_shelf
from tests.backend.reader.vectors import NOW

LATER = NOW + 3600
NEXT = ed25519("next lists")
TIMES = (NOW, NOW + 86_400 * 7, 900)
ONE = ShardStatus(KID, 0, devices.VERSION, [])


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    """A server with the lists of this moment."""
    with open_shelf() as opened:
        lay_out(opened, NOW, ONE)
        yield opened


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """The store of a reader that has no lists yet."""
    with closing(Store(tmp_path / "reader.db")) as opened:
        place = msgspec.convert(devices.PLACE, Place)
        opened.write("identity", Identity(city="", place=place, key="", codes=[], roots=[devices.ROOT]))
        yield opened


def lay_out(shelf: Shelf, iat: int, *status: ShardStatus) -> Lists:
    """Put lists of `iat` on the shelf, with these status lists."""
    lists = devices.make_lists(iat)
    lists = msgspec.structs.replace(lists, index=msgspec.structs.replace(lists.index, lists=list(status)))
    shelf.put(lists.trust, lists.scenes, lists.index)
    for one in status:
        shelf.put_bits(one, [REVOKED], TIMES)
    return lists


def fetch(shelf: Shelf, store: Store, now: int = NOW) -> Lists:
    """What the reader holds once it has asked."""
    identity = read_identity(store)
    assert identity is not None
    with closing(City(shelf.address, Clock(Remembered(last=now)))) as city:
        return refresh(city, store, identity, now)[0]


def test_lists_are_kept_with_their_bits(shelf: Shelf, store: Store) -> None:
    fetched = fetch(shelf, store)
    assert read_lists(store) == fetched
    version, bits = read_bits(store)[KID, 0]
    assert version == devices.VERSION
    assert bits[REVOKED >> 3] >> (REVOKED & 7) & 1


def test_what_is_held_is_not_sent_again(shelf: Shelf, store: Store) -> None:
    first = fetch(shelf, store)
    shelf.asked.clear()
    assert fetch(shelf, store) == first
    assert {status for _, status in shelf.asked} == {304}
    assert len(shelf.asked) == 3


def test_only_the_status_list_that_changed_is_fetched(shelf: Shelf, store: Store) -> None:
    two = ShardStatus(KID, 1, 5, [])
    lay_out(shelf, NOW, ONE, two)
    fetch(shelf, store)
    shelf.asked.clear()
    lay_out(shelf, LATER, ONE, ShardStatus(KID, 1, 6, []))
    fetch(shelf, store, LATER)
    assert [path for path, _ in shelf.asked if "/status/" in path] == [f"{FOLDER}/status/{KID}/1/6"]


def test_a_status_list_that_is_named_no_more_is_dropped(shelf: Shelf, store: Store) -> None:
    lay_out(shelf, NOW, ONE, ShardStatus(KID, 1, 5, []))
    fetch(shelf, store)
    lay_out(shelf, LATER, ONE)
    fetch(shelf, store, LATER)
    assert list(read_bits(store)) == [(KID, 0)]


@pytest.mark.parametrize("name", ["trust-list", "scenes", "status"])
def test_older_lists_are_left_aside(shelf: Shelf, store: Store, name: str) -> None:
    newer = lay_out(shelf, LATER, ONE)
    fetch(shelf, store, LATER)
    old = devices.make_lists(NOW)
    shelf.put({"trust-list": old.trust, "scenes": old.scenes, "status": old.index}[name])
    held = fetch(shelf, store, LATER)
    assert (held.trust, held.scenes, held.index) == (newer.trust, newer.scenes, newer.index)


def test_an_index_with_an_older_status_list_is_refused(shelf: Shelf, store: Store) -> None:
    held = fetch(shelf, store)
    lay_out(shelf, LATER, ShardStatus(KID, 0, devices.VERSION - 1, []))
    with pytest.raises(ListsRefused):
        fetch(shelf, store, LATER)
    assert read_lists(store) == held


@pytest.mark.parametrize("name", ["trust-list", "scenes", "status", f"status/{KID}/0/{devices.VERSION}"])
@pytest.mark.parametrize("damage", ["a stranger's", "nothing", "noise", "missing"])
def test_one_bad_file_leaves_everything_as_it_was(shelf: Shelf, store: Store, name: str, damage: str) -> None:
    lay_out(shelf, NOW, ShardStatus(KID, 0, devices.VERSION - 1, []))
    held, bits = fetch(shelf, store), read_bits(store)
    lay_out(shelf, LATER, ONE)
    if damage == "a stranger's":
        forge(shelf, name, STRANGER)
    elif damage == "missing":
        del shelf.files[f"{FOLDER}/{name}"]
    else:
        shelf.files[f"{FOLDER}/{name}"] = b"" if damage == "nothing" else bytes(range(256)) * 40
    with pytest.raises((ListsRefused, Refused)):
        fetch(shelf, store, LATER)
    assert (read_lists(store), read_bits(store)) == (held, bits)


def forge(shelf: Shelf, name: str, signer: Signer) -> None:
    """Put a list on the shelf that `signer` signed in the city's name."""
    lists = devices.make_lists(LATER)
    if "/" in name:
        shelf.put_bits(ONE, [], TIMES, signer=signer)
    else:
        one = {"trust-list": lists.trust, "scenes": lists.scenes, "status": lists.index}[name]
        shelf.put(one, signer=signer)


def test_lists_that_are_over_are_refused(shelf: Shelf, store: Store) -> None:
    with pytest.raises(ListsRefused):
        fetch(shelf, store, NOW + devices.TRUST_SECONDS)


def test_a_status_list_under_another_name_is_refused(shelf: Shelf, store: Store) -> None:
    other = ShardStatus(KID, 0, devices.VERSION + 1, [])
    lay_out(shelf, NOW, other)
    path = f"{FOLDER}/status/{KID}/0/"
    shelf.put_bits(ONE, [], TIMES)
    shelf.files[f"{path}{other.version}"] = shelf.files[f"{path}{ONE.version}"]
    with pytest.raises(ListsRefused):
        fetch(shelf, store)


def test_keys_of_lists_rotate_through_trust_lists(shelf: Shelf, store: Store) -> None:
    fetch(shelf, store)
    new_root = ListKey("l2", encode(NEXT.public))
    lists = devices.make_lists(LATER)
    announcing = msgspec.structs.replace(lists.trust, roots=[devices.ROOT, new_root])
    shelf.put(announcing)
    shelf.put(lists.scenes, lists.index, kid="l2", signer=NEXT)
    fetch(shelf, store, LATER)
    alone = msgspec.structs.replace(devices.make_lists(LATER + 60).trust, roots=[new_root])
    shelf.put(alone, kid="l2", signer=NEXT)
    fetch(shelf, store, LATER + 60)
    shelf.put(devices.make_lists(LATER + 120).trust)
    with pytest.raises(ListsRefused):
        fetch(shelf, store, LATER + 120)


def test_a_key_that_was_never_announced_signs_nothing(shelf: Shelf, store: Store) -> None:
    fetch(shelf, store)
    lists = devices.make_lists(LATER)
    shelf.put(
        msgspec.structs.replace(lists.trust, roots=[ListKey("l2", encode(NEXT.public))]),
        kid="l2",
        signer=NEXT,
    )
    with pytest.raises(ListsRefused):
        fetch(shelf, store, LATER)


def test_more_lists_than_a_city_has_are_refused(shelf: Shelf, store: Store) -> None:
    lists = devices.make_lists(NOW)
    many = [ShardStatus(KID, n, 1, []) for n in range(STATUS_LISTS_MAX + 1)]
    shelf.put(msgspec.structs.replace(lists.index, lists=many))
    with pytest.raises(ListsRefused):
        fetch(shelf, store)


def test_a_file_without_end_is_not_read_to_its_end(shelf: Shelf, store: Store) -> None:
    shelf.files[f"{FOLDER}/trust-list"] = b"A" * 5_000_000
    with pytest.raises(Away):
        fetch(shelf, store)


def test_a_city_without_tls_must_be_this_machine() -> None:
    clock = Clock(Remembered())
    for address in ("http://code.example", "ftp://127.0.0.1", "code.example", ""):
        with pytest.raises(InsecureCity):
            City(address, clock)
    for address in (
        "https://code.example",
        "http://localhost:8000",
        "http://127.0.0.1:8000",
        "http://[::1]:8000",
    ):
        City(address, clock).close()
