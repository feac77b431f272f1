"""The city's lists on a reader: fetched, checked and kept together, and never exchanged for older ones."""

from collections.abc import Mapping
from typing import NamedTuple, TypeVar
from urllib.parse import urlsplit

import msgspec

from backend.credentials.rules import status_lists
from backend.credentials.rules.jws import decode, read_jws
from backend.credentials.rules.lists import (
    ListKey,
    SceneRules,
    ShardStatus,
    StatusIndex,
    TrustList,
)
from backend.reader.city import City
from backend.reader.identity import Identity
from backend.reader.problems import ListsRefused
from backend.reader.store import Store

FOLDER = "/.well-known/city-code"
# A city of ten million fills about three hundred a day.
STATUS_LISTS_MAX = 1_024

Kept = TypeVar("Kept", TrustList, SceneRules, StatusIndex)


class Lists(msgspec.Struct, frozen=True):
    """The three signed lists, and the ETags under which they came."""

    trust: TrustList
    scenes: SceneRules
    index: StatusIndex
    etags: tuple[str | None, str | None, str | None]


def read_lists(store: Store) -> Lists | None:
    """What the reader holds, or None before the first time."""
    return store.read("lists", Lists)


def read_bits(store: Store) -> dict[tuple[int, int], tuple[int, bytes]]:
    """Version and bits of every status list, by kid and shard."""
    rows = store.connection.execute("select kid, shard, version, bits from status_list")
    return {(kid, shard): (version, bits) for kid, shard, version, bits in rows}


def refresh(city: City, store: Store, identity: Identity, now: float) -> tuple[Lists, Identity]:
    """The newest lists, kept together with the keys that will sign the next; Away, Refused or ListsRefused.

    An older list than the one held (a cache in between may give one) is left aside.
    """
    held = read_lists(store)
    tags = held.etags if held else (None, None, None)
    source = Source(city, identity.roots, now)
    trust, trust_tag = source.refresh("trust-list", TrustList, held.trust if held else None, tags[0])
    source = source._replace(roots=trust.roots)
    scenes, scenes_tag = source.refresh("scenes", SceneRules, held.scenes if held else None, tags[1])
    index, index_tag = source.refresh("status", StatusIndex, held.index if held else None, tags[2])
    fetched = source.fetch_new(index, read_bits(store))
    lists = Lists(trust, scenes, index, (trust_tag, scenes_tag, index_tag))
    identity = msgspec.structs.replace(identity, roots=trust.roots)
    with store.transaction() as connection:
        store.write("lists", lists)
        store.write("identity", identity)
        connection.executemany("insert or replace into status_list values (?, ?, ?, ?)", fetched)
        named = {(one.kid, one.shard) for one in index.lists}
        gone = read_bits(store).keys() - named
        connection.executemany("delete from status_list where kid = ? and shard = ?", list(gone))
    return lists, identity


class Source(NamedTuple):
    """Where lists come from at `now`, and which keys sign them."""

    city: City
    roots: list[ListKey]
    now: float

    def refresh(
        self, name: str, type_: type[Kept], held: Kept | None, etag: str | None
    ) -> tuple[Kept, str | None]:
        """The newer of the list that the city has and the one held, and its ETag."""
        file = self.city.fetch(f"{FOLDER}/{name}", etag if held else None)
        if file.body is None and held:
            return held, etag
        said = read_jws((file.body or b"").decode("ascii", "replace"), type_, self.find_key, self.now)
        if said is None:
            raise ListsRefused
        return (said, file.etag) if held is None or said.iat >= held.iat else (held, etag)

    def fetch_new(
        self, index: StatusIndex, held: Mapping[tuple[int, int], tuple[int, bytes]]
    ) -> list[tuple[int, int, int, bytes]]:
        """The status lists that are newer than those held, as rows; ListsRefused when one is older."""
        if len(index.lists) > STATUS_LISTS_MAX:
            raise ListsRefused
        fetched = []
        for one in index.lists:
            version, _ = held.get((one.kid, one.shard), (-1, b""))
            if one.version < version:
                raise ListsRefused
            if one.version > version:
                fetched.append((one.kid, one.shard, one.version, self._fetch_bits(one)))
        return fetched

    def find_key(self, kid: str) -> bytes | None:
        """The key that signs lists under `kid`."""
        return next((decode(root.x) for root in self.roots if root.kid == kid), None)

    def _fetch_bits(self, one: ShardStatus) -> bytes:
        # A city that moved to another address still has lists that were named at the old one.
        path = f"{FOLDER}/status/{one.kid}/{one.shard}/{one.version}"
        found = status_lists.read_list(self.city.fetch(path).body or b"", self.find_key)
        if found is None or urlsplit(found.subject).path != path or found.expires_at <= self.now:
            raise ListsRefused
        return found.bits
