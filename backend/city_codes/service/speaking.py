"""Spoken numbers, for counters and broken cameras: twenty digits that stand for a code of two minutes."""

import uuid
from datetime import timedelta

from backend.city_codes.errors import UnknownScene
from backend.city_codes.rules.live_codes import cid_text
from backend.city_codes.rules.spoken_numbers import make_number, read_number
from backend.city_codes.schemas import SpokenNumber
from backend.city_codes.service.settling import Item
from backend.core import clock, db, limits
from backend.core.actors import Resident
from backend.core.ids import new_id
from backend.core.problems import NotSignedIn
from backend.core.sealing import blind_index
from backend.credentials.rules.cids import seal_cid
from backend.credentials.service import day_cipher, require_may_show
from backend.places.service import ReaderToken, scenes

LIFETIME = timedelta(minutes=2)
NUMBERS_PER_RESIDENT = 30
NUMBERS_WINDOW_SECONDS = 600
# A guess has one chance in 10^18 for each number that is open; five a minute leave guessing no hope at all.
TRIES_PER_VENUE = 5
TRIES_WINDOW_SECONDS = 60

KEEP = """
insert into spoken_number (number_index, day, cid, number, scene, expires_at)
values ($1, $2, $3, $4, $5, $6)
"""
PLACE = "select venue from reader_standing where reader = $1 and key = $2"
FIND = "select day, cid, number, scene, expires_at from spoken_number where number_index = $1"


async def issue_spoken(resident: Resident, scene: str) -> SpokenNumber:
    """A number of `resident` for `scene`; UnknownScene and the reasons of `require_may_show` say why not."""
    require_may_show(resident)
    known = scenes().get(scene)
    if known is None or "spoken" not in known.forms:
        raise UnknownScene
    await limits.count(
        "city_codes.spoken",
        str(resident.account),
        limit=NUMBERS_PER_RESIDENT,
        window_seconds=NUMBERS_WINDOW_SECONDS,
    )
    now, number = clock.now(), make_number()
    cid, expires_at = seal_cid(resident.number, now, day_cipher), now + LIFETIME
    async with db.connection() as connection:
        await connection.execute(KEEP, _index(number), now.date(), cid, resident.number, scene, expires_at)
    return SpokenNumber(
        number=number,
        cid=cid_text(cid),
        scene=scene,
        issued_at=now,
        expires_at=expires_at,
        server_time=clock.now(),
    )


async def examine_spoken(reader: ReaderToken, typed: str, attempt: uuid.UUID) -> Item | None:
    """What there is to settle for a number that somebody typed, or None when nobody has it.

    TooManyRequests after five wrong ones within a minute at one venue; a slip of the finger does not count.
    """
    number = read_number(typed)
    if number is None:
        return None
    async with db.connection() as connection:
        venue = await connection.fetchval(PLACE, reader.reader, reader.key)
    if venue is None:
        raise NotSignedIn
    await _count_try(venue, 1)
    async with db.connection() as connection:
        found = await connection.fetchrow(FIND, _index(number))
    if found is None:
        return None
    await _count_try(venue, -1)
    scene = scenes()[found["scene"]]
    return Item(
        found["day"],
        found["cid"],
        found["number"],
        new_id(),
        reader.reader,
        reader.key,
        attempt,
        found["scene"],
        ",".join(scene.attributes),
        "expired" if clock.now() >= found["expires_at"] else None,
    )


async def forget_spoken() -> int:
    """Remove numbers that are over for an hour; returns how many."""
    over = clock.now() - timedelta(hours=1)
    async with db.connection() as connection:
        done = await connection.execute("delete from spoken_number where expires_at < $1", over)
    return int(done.split()[-1])


async def _count_try(venue: uuid.UUID, cost: int) -> None:
    await limits.count(
        "city_codes.spoken_wrong",
        str(venue),
        limit=TRIES_PER_VENUE,
        window_seconds=TRIES_WINDOW_SECONDS,
        cost=cost,
    )


def _index(number: str) -> bytes:
    return blind_index(number, field="spoken_number.number")
