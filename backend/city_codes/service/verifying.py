"""A reader asks whether a code counts; the answer leaves when its record is durable."""

import asyncio
from datetime import date, datetime
from functools import lru_cache

from backend.city_codes.rules.spoken_numbers import is_spoken
from backend.city_codes.rules.verdicts import judge_time
from backend.city_codes.schemas import VerificationAnswer, VerificationRequest
from backend.city_codes.service.carrying import examine_carried
from backend.city_codes.service.desk import desk
from backend.city_codes.service.settling import Item, Outcome
from backend.city_codes.service.speaking import examine_spoken
from backend.core import clock, sealing
from backend.core.clock import SHANGHAI
from backend.core.ids import new_id
from backend.core.problems import NotSignedIn
from backend.credentials.rules.carried_codes import MARK
from backend.credentials.rules.cids import open_cid
from backend.credentials.rules.holders import describe_holder, make_pseudonym
from backend.credentials.service import as_date, day_cipher
from backend.places.service import ReaderToken, prompt_for, scenes


async def verify(token: str, request: VerificationRequest) -> VerificationAnswer:
    """The verdict on a code for the reader that bears `token`; NotSignedIn unless it is enrolled.

    Exactly one of any number of attempts is accepted; a repeated one gets the answer of the first time.
    """
    return _answer(await _settle(await _read_token(token), request, clock.now()))


async def verify_batch(token: str, requests: list[VerificationRequest]) -> list[VerificationAnswer]:
    """The same for many codes of one reader; spoken numbers are `not-valid` here, for they are counted."""
    reader, now = await _read_token(token), clock.now()
    outcomes = [_settle(reader, request, now, is_batch=True) for request in requests]
    return [_answer(outcome) for outcome in await asyncio.gather(*outcomes)]


async def _read_token(token: str) -> ReaderToken:
    known = desk().readers
    reader = known.find(token, clock.now()) or await known.read(token)
    if reader is None:
        raise NotSignedIn
    return reader


async def _settle(
    reader: ReaderToken, request: VerificationRequest, now: datetime, *, is_batch: bool = False
) -> Outcome:
    text = request.code
    if text.startswith(MARK):
        carried = await examine_carried(reader, text, request.nonce, request.attempt, now)
        if carried is not None:
            return await desk().carried.submit(carried)
        item = None
    elif is_spoken(text):
        item = None if is_batch else await examine_spoken(reader, text, request.attempt)
    else:
        item = await _examine_live(reader, request, now)
    return await desk().verifications.submit(item or _not_valid(reader, request))


async def _examine_live(reader: ReaderToken, request: VerificationRequest, now: datetime) -> Item | None:
    """All that a live code alone tells."""
    code = await desk().codes.read(request.code)
    opened = None if code is None else open_cid(code.cid, code.expires_at, day_cipher)
    if code is None or opened is None:
        return None
    return Item(
        as_date(opened.day),
        code.cid,
        opened.number,
        new_id(),
        reader.reader,
        reader.key,
        request.attempt,
        code.scene,
        shown_in(code.scene),
        judge_time(opened.issued_at, code.expires_at, now.timestamp()),
    )


def _not_valid(reader: ReaderToken, request: VerificationRequest) -> Item:
    return Item(None, None, None, new_id(), reader.reader, reader.key, request.attempt, None, "", "not-valid")


def _answer(outcome: Outcome) -> VerificationAnswer:
    if outcome.reader_scene is None:
        raise NotSignedIn
    if outcome.reason is not None or outcome.organisation is None or outcome.number is None:
        return VerificationAnswer(
            result="refused",
            reason=outcome.reason,
            id=outcome.id,
            at=outcome.at,
            pseudonym=None,
            attributes={},
            prompt=prompt_for(outcome.reader_scene, outcome.reason or "not-valid"),
        )
    key = sealing.derive_key("pseudonym")
    return VerificationAnswer(
        result="accepted",
        reason=None,
        id=outcome.id,
        at=outcome.at,
        pseudonym=make_pseudonym(key, outcome.organisation.bytes, outcome.number),
        attributes=what_was_seen(outcome.shown, outcome.born_on, outcome.at),
        prompt=prompt_for(outcome.reader_scene, "accepted"),
    )


def what_was_seen(shown: str, born_on: date | None, at: datetime) -> dict[str, str | bool]:
    """The values of the attributes that were shown at `at`."""
    if born_on is None or not shown:
        return {}
    return describe_holder(tuple(shown.split(",")), born_on, _civil_day(at))


@lru_cache(maxsize=100)
def _civil_day(at: datetime) -> date:
    return at.astimezone(SHANGHAI).date()


@lru_cache(maxsize=100)
def shown_in(scene: str) -> str:
    """The attributes that `scene` shows, as a record keeps them."""
    known = scenes().get(scene)
    return ",".join(known.attributes) if known else ""
