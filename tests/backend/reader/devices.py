"""Readers on a table: enrolled and supplied by a city that everybody knows the keys of."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec

from backend.credentials.rules.jws import encode
from backend.credentials.rules.lists import (
    CodeKey,
    IssuerKey,
    ListKey,
    PromptWords,
    SceneRule,
    SceneRules,
    ShardStatus,
    StatusIndex,
    TrustList,
)
from backend.credentials.rules.status_lists import pack_bits
from backend.reader.clock import Remembered
from backend.reader.folder import make_key
from backend.reader.identity import Identity, Place
from backend.reader.lists import Lists
from backend.reader.opening import open_reader
from backend.reader.reader import Reader
from backend.reader.store import Store
from backend.vectors import CITY, KID, LISTS, REVOKED, REVOKED_SINCE, SCENE, VENUE

ADDRESS = "http://127.0.0.1:9"
REASONS = (
    "expired", "not-yet-valid", "replayed", "revoked", "not-valid", "wrong-venue", "wrong-scene",
    "reader-stale", "reader-suspended", "over-limit",
)  # fmt: skip
TRUST_SECONDS = 7 * 86_400
ROOT = ListKey("l1", encode(LISTS.public))
VERSION = 1_000

PLACE = {
    "reader": {"id": UUID(int=1)},
    "venue": {"id": VENUE, "name": {"zh-CN": "景区", "en": "Park"}},
    "scene": {
        "id": "scenic-spot",
        "title": {"zh-CN": "景区", "en": "Scenic spot"},
        "attribute_titles": {"fare-class": {"zh-CN": "适用票种", "en": "Fare"}},
        "attribute_values": {"fare-class": {"adult": {"zh-CN": "成人票", "en": "Adult"}}},
    },
}


def make_scenes(now: int, **rule: Any) -> SceneRules:
    """The scene of the vectors with its prompts."""
    usual: dict[str, Any] = {
        "id": "scenic-spot",
        "number": SCENE,
        "forms": ["live", "carried", "spoken"],
        "level": 0,
        "cap": 10,
        "degraded": True,
        "attributes": {"fare-class": ["child", "child", "adult", "adult", "senior", "senior"]},
        "prompts": {"accepted": "welcome"} | {reason: f"sorry-{reason}" for reason in REASONS},
    }
    words = {"welcome": PromptWords("欢迎光临", "Welcome", {"zh-CN": "/host/prompts/welcome.zh-CN.wav"})}
    sorry = {f"sorry-{reason}": PromptWords(reason, reason, {}) for reason in REASONS}
    scenes = [SceneRule(**(usual | rule))]
    return SceneRules(iss=ADDRESS, iat=now, exp=now + TRUST_SECONDS, scenes=scenes, prompts=words | sorry)


def make_lists(now: int, listed_at: int | None = None, **rule: Any) -> Lists:
    """What a reader holds that was at the city a moment ago."""
    keys, codes = [IssuerKey(KID, encode(CITY.public))], [CodeKey("c1", encode(CITY.public))]
    trust = TrustList(iss=ADDRESS, iat=now, exp=now + TRUST_SECONDS, roots=[ROOT], keys=keys, code_keys=codes)
    iat = now if listed_at is None else listed_at
    status = [ShardStatus(KID, 0, VERSION, [REVOKED_SINCE])]
    index = StatusIndex(iss=ADDRESS, iat=iat, exp=iat + TRUST_SECONDS, ttl=900, lists=status)
    return Lists(trust, make_scenes(now, **rule), index, (None, None, None))


def prepare(
    folder: Path, now: float, listed_at: int | None = None, *, city: str = ADDRESS, **rule: Any
) -> None:
    """Make `folder` a reader of this moment that knows the city's time and lists."""
    folder.mkdir(parents=True, exist_ok=True)
    make_key(folder / "reader-1.key")
    store = Store(folder / "reader.db")
    identity = Identity(
        city=city, place=msgspec.convert(PLACE, Place), key="reader-1.key", codes=[], roots=[ROOT]
    )
    with store.transaction() as connection:
        store.write("identity", identity)
        store.write("clock", Remembered(now - time.time(), now))
        store.write("lists", make_lists(int(now), listed_at, **rule))
        bits = pack_bits([REVOKED], 8192)
        connection.execute("insert or replace into status_list values (?, ?, ?, ?)", (KID, 0, VERSION, bits))
    store.close()


@contextmanager
def alone(folder: Path) -> Iterator[Reader]:
    """The reader of `folder`, which never asks the city."""
    with open_reader(folder, is_offline=True) as opened:
        yield opened.reader
