"""What a reader needs at hand to judge a code at once, made from its lists."""

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from backend.credentials.rules.carried_codes import hash_venue
from backend.credentials.rules.checking import Held, Issuer, Post, Shard
from backend.credentials.rules.jws import decode
from backend.credentials.rules.lists import PromptWords, SceneRule
from backend.reader.identity import Place
from backend.reader.lists import Lists


class Holdings(NamedTuple):
    """What is held, where the reader stands, and what it says there; `rule` is None in an unknown scene."""

    held: Held
    code_keys: tuple[tuple[str, Issuer], ...]
    rule: SceneRule | None
    venue: bytes
    prompts: Mapping[str, PromptWords]
    refresh_at: float

    def post(self, rule: SceneRule, nonce: bytes | None) -> Post:
        """The reader's post while `nonce` is its challenge."""
        return Post(rule.number, rule.level, self.venue, rule.degraded, nonce)

    def live_keys(self, now: float) -> dict[str, bytes]:
        """The keys of live codes that are good at `now`."""
        return {kid: one.key for kid, one in self.code_keys if one.until is None or now < one.until}


def take_up(lists: Lists, bits: Mapping[tuple[int, int], tuple[int, bytes]], place: Place) -> Holdings:
    """The holdings of a reader at `place`."""
    issuers: dict[int, tuple[Issuer, ...]] = defaultdict(tuple)
    for key in lists.trust.keys:
        issuers[key.kid] += (Issuer(decode(key.x), key.until),)
    shards = {
        (one.kid, one.shard): Shard(bits[one.kid, one.shard][1], frozenset(one.added))
        for one in lists.index.lists
    }
    held = Held(min(lists.trust.exp, lists.scenes.exp), dict(issuers), lists.index.iat, shards)
    return Holdings(
        held,
        tuple((key.kid, Issuer(decode(key.x), key.until)) for key in lists.trust.code_keys),
        next((rule for rule in lists.scenes.scenes if rule.id == place.scene.id), None),
        hash_venue(place.venue.id),
        lists.scenes.prompts,
        lists.index.iat + lists.index.ttl,
    )
