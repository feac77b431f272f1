"""The golden vectors, as tests of the rules need them."""

import json
from typing import Any
from uuid import UUID

from backend.credentials.rules.carried_codes import hash_venue
from backend.credentials.rules.checking import Held, Issuer, Post, Shard
from backend.credentials.rules.jws import decode
from backend.credentials.rules.status_lists import pack_bits
from backend.vectors import FILE

Case = dict[str, Any]

VECTORS: Case = json.loads(FILE.read_text())
NOW: int = VECTORS["now"]


def held(case: Case) -> Held:
    """What the reader of `case` holds."""
    said = VECTORS["held"] | case.get("held", {})
    issuers: dict[int, tuple[Issuer, ...]] = {}
    for key in said["issuers"]:
        issuers[key["kid"]] = (*issuers.get(key["kid"], ()), Issuer(decode(key["x"]), key["until"]))
    shards = {
        (one["kid"], one["shard"]): Shard(pack_bits(one["revoked"], one["size"]), frozenset(one["added"]))
        for one in said["shards"]
    }
    return Held(said["until"], issuers, said["listed_at"], shards)


def post(case: Case) -> Post:
    """Where the reader of `case` stands."""
    said = VECTORS["post"] | case.get("post", {})
    nonce = said["nonce"] and decode(said["nonce"])
    return Post(said["scene"], said["level"], hash_venue(UUID(said["venue"])), said["degraded"], nonce)


def plain_held(case: Case) -> Case:
    """The same as `held`, in the twin's terms."""
    said = VECTORS["held"] | case.get("held", {})
    return {
        "until": said["until"],
        "listed_at": said["listed_at"],
        "issuers": [(key["kid"], decode(key["x"]), key["until"]) for key in said["issuers"]],
        "shards": {
            (one["kid"], one["shard"]): {"size": one["size"], "revoked": {*one["revoked"], *one["added"]}}
            for one in said["shards"]
        },
    }


def plain_post(case: Case) -> Case:
    """The same as `post`, in the twin's terms."""
    said = VECTORS["post"] | case.get("post", {})
    plain: Case = said | {
        "venue": hash_venue(UUID(said["venue"])),
        "nonce": said["nonce"] and decode(said["nonce"]),
    }
    return plain
