"""A reader asks whether a code counts; the answer leaves when its record is durable."""

from datetime import date, datetime
from functools import lru_cache

from backend.city_codes.rules.verdicts import judge_time
from backend.city_codes.schemas import VerificationAnswer, VerificationRequest
from backend.city_codes.service.desk import desk
from backend.city_codes.service.settling import Item, Outcome
from backend.core import clock, sealing
from backend.core.clock import SHANGHAI
from backend.core.ids import new_id
from backend.core.problems import NotSignedIn
from backend.credentials.rules.cids import open_cid
from backend.credentials.rules.holders import describe_holder, make_pseudonym
from backend.credentials.service import as_date, day_cipher
from backend.places.service import ReaderToken, prompt_for, scenes


async def verify(token: str, request: VerificationRequest) -> VerificationAnswer:
    """The verdict on a code for the reader that bears `token`; NotSignedIn unless it is enrolled.

    Exactly one of any number of attempts is accepted; a repeated one gets the answer of the first time.
    """
    now = clock.now()
    known = desk().readers
    reader = known.find(token, now) or await known.read(token)
    if reader is None:
        raise NotSignedIn
    outcome = await desk().verifications.submit(await _examine(reader, request, now))
    return _answer(outcome)


async def _examine(reader: ReaderToken, request: VerificationRequest, now: datetime) -> Item:
    """All that the code alone tells."""
    code = await desk().codes.read(request.code)
    opened = None if code is None else open_cid(code.cid, code.expires_at, day_cipher)
    if code is None or opened is None:
        return Item(
            None, None, None, new_id(), reader.reader, reader.key, request.attempt, None, "", "not-valid"
        )
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
