"""What a reader holds to check codes alone: the city's keys, the scenes, and which credentials are revoked.

Trust list, scenes and the index of status lists are compact JWS (EdDSA) with a `typ` of their own. One of the
city's list keys signs them; a reader learns those at its enrolment, and each trust list names the next ones
before they sign. The index names, for every shard, the version of its list and what was revoked since.
"""

from typing import Annotated, Literal, TypeVar

import msgspec
from msgspec import Meta

TRUST_SECONDS = 7 * 86_400
STATUS_TTL_SECONDS = 15 * 60
FRESH_SECONDS = 86_400
USABLE_SECONDS = 7 * 86_400

PublicKey = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{43}$", description="32 bytes, base64url.")]
Seconds = Annotated[int, Meta(ge=0, le=2**53)]
Number16 = Annotated[int, Meta(ge=0, le=65_535)]


class ListKey(msgspec.Struct, frozen=True):
    """A key that signs lists, or will."""

    kid: Annotated[str, Meta(min_length=1, max_length=4)]
    x: PublicKey


class IssuerKey(msgspec.Struct, frozen=True):
    """A key that signs credentials, signed some that are alive, or will; none counts after `until`."""

    kid: Number16
    x: PublicKey
    until: Seconds | None = None


class CodeKey(msgspec.Struct, frozen=True):
    """A key that signs live codes; none counts after `until`."""

    kid: Annotated[str, Meta(min_length=1, max_length=4)]
    x: PublicKey
    until: Seconds | None = None


class _List(msgspec.Struct, frozen=True, kw_only=True):
    iss: str
    iat: Seconds
    exp: Seconds


class TrustList(_List, frozen=True, kw_only=True):
    """Whom to trust, for a week: keys of lists, of credentials and of live codes."""

    roots: list[ListKey]
    keys: list[IssuerKey]
    code_keys: list[CodeKey]


class SceneRule(msgspec.Struct, frozen=True, kw_only=True):
    """What a reader does in one scene.

    `number`: the scene in a carried code. `level`: 0 unbound, 1 bound to the venue, 2 to the reader's
    challenge. `cap`: shows of one credential in a day. `degraded`: whether lists older than a day will do.
    `attributes`: for each attribute the value of every age band, from band 1 on. `prompts`: what to say.
    """

    id: str
    number: Annotated[int, Meta(ge=1, le=255)]
    forms: list[Literal["live", "carried", "spoken"]]
    level: Literal[0, 1, 2]
    cap: Annotated[int, Meta(ge=0)]
    degraded: bool
    attributes: dict[str, list[str | bool]]
    prompts: dict[str, str]


class PromptWords(msgspec.Struct, frozen=True, rename={"zh": "zh-CN"}):
    """A prompt in both languages, and the addresses of its recordings."""

    zh: str
    en: str
    audio: dict[str, str]


class SceneRules(_List, frozen=True, kw_only=True):
    """All scenes and prompts, for a week."""

    scenes: list[SceneRule]
    prompts: dict[str, PromptWords]


class ShardStatus(msgspec.Struct, frozen=True):
    """One status list: its newest version, and the places that were revoked after it was made."""

    kid: Number16
    shard: Annotated[int, Meta(ge=0, lt=4096)]
    version: Seconds
    added: list[int]


class StatusIndex(_List, frozen=True, kw_only=True):
    """Every status list of credentials that are alive, as of `iat`; asked for again after `ttl` seconds."""

    ttl: Seconds
    lists: list[ShardStatus]


SignedList = TypeVar("SignedList", TrustList, SceneRules, StatusIndex)

TYPES: dict[type[_List], str] = {
    TrustList: "yima-trust-list+jwt",
    SceneRules: "yima-scenes+jwt",
    StatusIndex: "yima-status-index+jwt",
}
