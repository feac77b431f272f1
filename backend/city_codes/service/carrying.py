"""Carried codes where the city itself is asked: all that the code alone tells."""

import hashlib
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from backend.city_codes.service.settling import CarriedItem
from backend.core.ids import new_id
from backend.credentials.rules.carried_codes import CarriedCode, read_code
from backend.credentials.rules.checking import Reason, judge_challenge, judge_signed
from backend.credentials.rules.cids import open_cid
from backend.credentials.rules.jws import decode
from backend.credentials.service import as_date, day_cipher, find_issuers, serial_of
from backend.places.schemas.catalogue import Scene
from backend.places.service import ReaderToken, scenes

MARK_BYTES = 8


async def examine_carried(
    reader: ReaderToken, text: str, nonce: str | None, attempt: UUID, now: datetime
) -> CarriedItem | None:
    """What there is to settle for the carried code `text`, or None when the city did not make it."""
    code = read_code(text)
    if code is None:
        return None
    seconds = now.timestamp()
    reason = judge_signed(code, await find_issuers(code.kid), seconds)
    opened = None if reason == "not-valid" else open_cid(code.cid, code.expires_at, day_cipher)
    if opened is None:
        return None
    scene, known = scene_of(code.scene)
    return CarriedItem(
        as_date(opened.day),
        code.cid,
        opened.number,
        new_id(),
        reader.reader,
        reader.key,
        attempt,
        scene,
        ",".join(known.attributes) if known else "",
        reason or _judge_scene(code, known, nonce),
        code.slot,
        code.counter,
        mark_of(code.show_signature),
        code.kid,
        code.status,
        serial_of(code.kid, code.status),
        code.venue,
        known.level if known else 0,
    )


def mark_of(signature: bytes) -> bytes:
    """What stands for the phone's signature: equal for a copy, another for whatever else was signed."""
    return hashlib.sha256(signature).digest()[:MARK_BYTES]


@lru_cache(maxsize=256)
def scene_of(number: int) -> tuple[str, Scene | None]:
    """The scene that carried codes call `number`: its id, and what it is ("" and None: there is none)."""
    found = next(((id_, scene) for id_, scene in scenes().items() if scene.number == number), None)
    return found or ("", None)


def _judge_scene(code: CarriedCode, scene: Scene | None, nonce: str | None) -> Reason | None:
    if scene is None or "carried" not in scene.forms:
        return "wrong-scene"
    return judge_challenge(code, scene.level, decode(nonce) if nonce else None)
