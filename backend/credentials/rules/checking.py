"""When a carried code counts, told from the code and from what a reader holds, and from nothing else.

The order is the same everywhere, in Python and in TypeScript, so that two readers never give two reasons:
spelling, age of the lists, the city's key, time, both signatures, status, scene, venue, challenge. Whether
the code was used before is for whoever keeps the record of uses (`replayed`, `over-limit`).
"""

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from backend.credentials.rules.carried_codes import CarriedCode, read_code
from backend.credentials.rules.lists import FRESH_SECONDS, USABLE_SECONDS
from backend.credentials.rules.signatures import is_issued, is_shown
from backend.credentials.rules.statuses import SHARD_SIZE, shard_of

PAST_SECONDS = 45
FUTURE_SECONDS = 5
DEGRADED_SECONDS = 90

Reason = Literal[
    "not-valid", "reader-stale", "expired", "not-yet-valid", "revoked", "wrong-scene", "wrong-venue"
]


class Issuer(NamedTuple):
    """A key of the city's, and when it ends (None: not yet known)."""

    key: bytes
    until: float | None


class Shard(NamedTuple):
    """The status list of one shard, and what was revoked since it was made."""

    bits: bytes
    added: frozenset[int]

    def find(self, place: int) -> bool | None:
        """Whether the credential at `place` is revoked; None beyond the list's end."""
        if place >= 8 * len(self.bits):
            return None
        return place in self.added or bool(self.bits[place >> 3] >> (place & 7) & 1)


class Held(NamedTuple):
    """What a reader holds: the city's keys by kid, trusted `until`; status lists, complete at `listed_at`."""

    until: float
    issuers: Mapping[int, tuple[Issuer, ...]]
    listed_at: float
    shards: Mapping[tuple[int, int], Shard]


class Post(NamedTuple):
    """Where a reader stands: its scene and that scene's rules, its venue as codes name it, its challenge."""

    scene: int
    level: int
    venue: bytes
    degraded: bool
    nonce: bytes | None = None


class Judgement(NamedTuple):
    """`reason` is None when the code counts; `degraded` when the lists behind that are older than a day."""

    reason: Reason | None
    code: CarriedCode | None
    degraded: bool


def judge(text: str, post: Post, held: Held, now: float) -> Judgement:
    """Whether the code `text` counts at `post`, at `now` (seconds since 1970)."""
    code = read_code(text)
    if code is None:
        return Judgement("not-valid", None, False)
    is_over, degraded = judge_lists(held, post.degraded, now)
    if is_over:
        return Judgement("reader-stale", code, False)
    keys = [
        issuer.key for issuer in held.issuers.get(code.kid, ()) if issuer.until is None or now < issuer.until
    ]
    reason = (
        judge_signed(code, keys, now, degraded) or judge_status(code, held.shards) or judge_place(code, post)
    )
    return Judgement(reason, code, degraded)


def judge_lists(held: Held, degraded: bool, now: float) -> tuple[bool, bool]:
    """Whether what a reader holds is too old to tell anything, and else whether it is older than a day.

    `degraded`: whether the reader's scene allows lists older than a day.
    """
    age = now - held.listed_at
    is_over = now >= held.until or age > (USABLE_SECONDS if degraded else FRESH_SECONDS)
    return is_over, not is_over and age > FRESH_SECONDS


def judge_signed(
    code: CarriedCode, keys: Iterable[bytes], now: float, degraded: bool = False
) -> Reason | None:
    """Why a code does not count by its time and its signatures; `keys` are the city's with the code's kid."""
    keys = tuple(keys)
    if not keys:
        return "not-valid"
    past, future = (DEGRADED_SECONDS, DEGRADED_SECONDS) if degraded else (PAST_SECONDS, FUTURE_SECONDS)
    if code.at > now + future:
        return "not-yet-valid"
    if code.at < now - past or code.expires_at <= max(now, code.at):
        return "expired"
    return None if is_issued(code, keys) and is_shown(code) else "not-valid"


def judge_status(code: CarriedCode, shards: Mapping[tuple[int, int], Shard]) -> Reason | None:
    """Why a code does not count by the status lists; a shard without one is newer than they are."""
    shard = shards.get((code.kid, shard_of(code.status)))
    if shard is None:
        return None
    revoked = shard.find(code.status % SHARD_SIZE)
    return "not-valid" if revoked is None else "revoked" if revoked else None


def judge_place(code: CarriedCode, post: Post) -> Reason | None:
    """Why a code does not count here: made for another scene, venue, or reader's challenge."""
    if code.scene != post.scene:
        return "wrong-scene"
    if code.venue != post.venue and (code.venue is not None or post.level > 0):
        return "wrong-venue"
    return judge_challenge(code, post.level, post.nonce)


def judge_challenge(code: CarriedCode, level: int, nonce: bytes | None) -> Reason | None:
    """Why a code does not count for a reader that gave the challenge `nonce`, or none."""
    if code.nonce is None:
        return "wrong-venue" if level > 1 else None
    return None if code.nonce == nonce else "wrong-venue"
