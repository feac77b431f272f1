"""The signed lists that readers fetch: the same bytes from every process, so that a CDN can serve a city."""

import hashlib
from collections.abc import Awaitable, Callable
from typing import Literal, NamedTuple

from nacl.bindings import crypto_sign

from backend.core import clock, keys
from backend.core.settings import Settings
from backend.credentials.rules.holders import describe_bands
from backend.credentials.rules.jws import encode, write_jws
from backend.credentials.rules.lists import (
    STATUS_TTL_SECONDS,
    TRUST_SECONDS,
    CodeKey,
    IssuerKey,
    ListKey,
    PromptWords,
    SceneRule,
    SceneRules,
    SignedList,
    StatusIndex,
    TrustList,
)
from backend.credentials.schemas import ListKeys
from backend.credentials.service.issuer_keys import number_of
from backend.credentials.service.status_lists import list_shards
from backend.places.schemas.catalogue import Outcome, Scene
from backend.places.service import REASONS, prompt_for, prompts, scenes

HOUR_SECONDS = 3600
# How long a process gives the same document before it makes it anew.
INDEX_SECONDS = 15
LIST_SECONDS = 300

Name = Literal["trust-list", "scenes", "status"]


class Document(NamedTuple):
    """A signed list as it is sent."""

    body: bytes
    etag: str
    max_age: int


class _Made(NamedTuple):
    document: Document
    until: float
    keys_version: int
    origin: str


_made: dict[Name, _Made] = {}


async def read_document(name: Name, settings: Settings) -> Document:
    """The list `name`, at most a quarter of a minute old."""
    now, version, origin = clock.now().timestamp(), keys.ring().version, settings.origin
    known = _made.get(name)
    if (
        known
        and now < known.until <= now + LIST_SECONDS
        and (known.keys_version, known.origin) == (version, origin)
    ):
        return known.document
    lasts = INDEX_SECONDS if name == "status" else LIST_SECONDS
    body = (await WRITERS[name](origin, int(now))).encode()
    document = Document(body, hashlib.sha256(body).hexdigest()[:32], lasts)
    _made[name] = _Made(document, now + lasts, version, origin)
    return document


def forget_documents() -> None:
    """Make each list anew at the next question."""
    _made.clear()


def read_list_keys() -> ListKeys:
    """The keys that sign these lists, or will."""
    return ListKeys(_list_keys())


async def _write_trust_list(origin: str, now: int) -> str:
    ring = keys.ring()
    issuers = [
        IssuerKey(number_of(key.kid), encode(key.public), _end(key)) for key in ring.published("credential")
    ]
    codes = [CodeKey(key.kid, encode(key.public), _end(key)) for key in ring.published("city-code")]
    iat = now // HOUR_SECONDS * HOUR_SECONDS
    trust = TrustList(
        iss=origin, iat=iat, exp=iat + TRUST_SECONDS, roots=_list_keys(), keys=issuers, code_keys=codes
    )
    return _sign(trust)


async def _write_scenes(origin: str, now: int) -> str:
    iat = now // HOUR_SECONDS * HOUR_SECONDS
    rules = [_scene_rule(id_, scene) for id_, scene in sorted(scenes().items())]
    words = {
        id_: PromptWords(
            prompt.says.zh,
            prompt.says.en,
            {locale: f"/host/prompts/{id_}.{locale}.wav" for locale in ("zh-CN", "en")},
        )
        for id_, prompt in sorted(prompts().items())
    }
    return _sign(SceneRules(iss=origin, iat=iat, exp=iat + TRUST_SECONDS, scenes=rules, prompts=words))


async def _write_status_index(origin: str, now: int) -> str:
    lists = await list_shards(origin)
    return _sign(
        StatusIndex(iss=origin, iat=now, exp=now + TRUST_SECONDS, ttl=STATUS_TTL_SECONDS, lists=lists)
    )


WRITERS: dict[Name, Callable[[str, int], Awaitable[str]]] = {
    "trust-list": _write_trust_list,
    "scenes": _write_scenes,
    "status": _write_status_index,
}


def _scene_rule(id_: str, scene: Scene) -> SceneRule:
    outcomes: list[Outcome] = ["accepted", *REASONS]
    return SceneRule(
        id=id_,
        number=scene.number,
        forms=list(scene.forms),
        level=scene.level,
        cap=scene.offline_cap_per_day,
        degraded=scene.stale_lists,
        attributes={attribute: describe_bands(attribute) for attribute in scene.attributes},
        prompts={outcome: prompt_for(id_, outcome).id for outcome in outcomes},
    )


def _list_keys() -> list[ListKey]:
    return [ListKey(key.kid, encode(key.public)) for key in keys.ring().published("reader-lists")]


def _end(key: keys.Key) -> int | None:
    return int(key.ends_at.timestamp()) if key.ends_at else None


def _sign(said: SignedList) -> str:
    key = keys.ring().current("reader-lists")
    return write_jws(said, key.kid, lambda text: crypto_sign(text, key.secret)[:64])
