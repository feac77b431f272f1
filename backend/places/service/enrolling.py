"""Enrolling: a device gives a one-time code, proves that it holds a key, and is the reader from then on."""

import uuid
from datetime import datetime

import asyncpg
import msgspec
import structlog

from backend.core import clock, db, limits
from backend.core.callers import address_block
from backend.core.ids import new_id
from backend.places.errors import KEY_WORDS, EnrolmentRefused, wrong_clock
from backend.places.rules.enrolment_codes import read_code
from backend.places.rules.reader_keys import read_key, thumbprint
from backend.places.rules.signatures import ClockError, Proof, SignatureError, read_signed
from backend.places.schemas.venues import Enrolment, ReaderPlace
from backend.places.service.codes import index_code
from backend.places.service.standing import find_place

TRIES_PER_ADDRESS = 30
TRIES_WINDOW_SECONDS = 600
# Wrong guesses of everybody: with a thousand open codes of 45 bits, a day of them hits 3 times in a million.
WRONG_PER_HOUR = 5_000

# Whoever changes a reader's codes or key holds its row; renewing a code does so too, in the same order.
LOCK_READER = """
select id, key from reader where id = (select reader from enrolment_code where code_index = $1) for update
"""
FIND_CODE = "select * from enrolment_code where code_index = $1"
IS_SUSPENDED = """
select exists (
    select from place_suspension join reader on subject in (reader.id, reader.venue, reader.organisation)
    where reader.id = $1 and lifted_at is null
)
"""
KEEP_KEY = """
insert into reader_key (id, reader, jwk, thumbprint, enrolled_at) values ($1, $2, $3, $4, $5)
on conflict (thumbprint) do nothing returning true
"""

events = structlog.get_logger()


async def enrol(wish: Enrolment, address: str) -> ReaderPlace:
    """The reader that the device now is; EnrolmentRefused, the same for a wrong, a used and an old code.

    Asked again with the same code and key, because the answer was lost, it gives the same answer while the
    code would have lived. The key that the reader had before, and its tokens, end at once.
    """
    await limits.count(
        "places.enrolment",
        address_block(address),
        limit=TRIES_PER_ADDRESS,
        window_seconds=TRIES_WINDOW_SECONDS,
    )
    await _count_wrong(cost=0)
    now = clock.now()
    _check_key_and_proof(wish, now)
    code = read_code(wish.code)
    reader = None if code is None else await _use(code, wish, now)
    if reader is None:
        await _count_wrong(cost=1)
        raise EnrolmentRefused(part="code")
    return await find_place(reader)


async def _count_wrong(cost: int) -> None:
    await limits.count("places.enrolment_wrong", "", limit=WRONG_PER_HOUR, window_seconds=3600, cost=cost)


def _check_key_and_proof(wish: Enrolment, now: datetime) -> None:
    """Before any look at the code, so that the answer tells nothing about it."""
    try:
        read_key(wish.public_key)
    except ValueError:
        raise EnrolmentRefused(part="key", message=KEY_WORDS) from None
    try:
        proof = read_signed(wish.proof, wish.public_key, Proof, now)
    except ClockError:
        raise wrong_clock(EnrolmentRefused, now) from None
    except SignatureError:
        raise EnrolmentRefused(part="proof", message=KEY_WORDS) from None
    if proof.code != wish.code:
        raise EnrolmentRefused(part="proof", message=KEY_WORDS)


async def _use(code: str, wish: Enrolment, now: datetime) -> uuid.UUID | None:
    """The reader whose code this is, with the key now enrolled; None when the code is wrong, used or over."""
    print_ = thumbprint(wish.public_key)
    async with db.transaction(), db.connection() as connection:
        held = await connection.fetchrow(LOCK_READER, index_code(code))
        if held is None:
            return None
        reader: uuid.UUID = held["id"]
        row = await connection.fetchrow(FIND_CODE, index_code(code))
        if row is None or row["expires_at"] <= now:
            return None
        if row["used_at"]:
            is_in_use = row["key"] == held["key"]
            return reader if is_in_use and await _is_key(connection, held["key"], print_) else None
        if await connection.fetchval(IS_SUSPENDED, reader):
            return None
        await connection.execute(
            "update reader_key set replaced_at = $2 where reader = $1 and replaced_at is null", reader, now
        )
        key, jwk = new_id(), msgspec.json.encode(wish.public_key).decode()
        if not await connection.fetchval(KEEP_KEY, key, reader, jwk, print_, now):
            raise EnrolmentRefused(part="key", message=KEY_WORDS)
        await connection.execute(
            "update enrolment_code set used_at = $2, key = $3 where id = $1", row["id"], now, key
        )
        await connection.execute("update reader set key = $2 where id = $1", reader, key)
    events.info("places.reader_enrolled", reader=str(reader), key=str(key))
    return reader


async def _is_key(connection: "asyncpg.Connection[asyncpg.Record]", key: uuid.UUID, print_: bytes) -> bool:
    kept: bytes = await connection.fetchval("select thumbprint from reader_key where id = $1", key)
    return kept == print_
