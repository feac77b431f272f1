"""What a code says that a reader saw some time ago: signed by city and phone, whatever the time."""

from datetime import date
from typing import NamedTuple

from backend.city_codes.rules.live_codes import read_code as read_live_code
from backend.city_codes.service.carrying import mark_of, scene_of
from backend.city_codes.service.desk import desk
from backend.city_codes.service.verifying import shown_in
from backend.credentials.rules.carried_codes import MARK, read_code
from backend.credentials.rules.cids import open_cid
from backend.credentials.rules.signatures import is_issued, is_shown
from backend.credentials.service import as_date, day_cipher, issuer_keys


class Seen(NamedTuple):
    """A code that is the city's own. Times in seconds since 1970: it was drawn, or good, between them."""

    day: date
    cid: bytes
    number: int
    slot: int
    counter: int | None
    mark: bytes
    kid: int | None
    status: int | None
    shown: str
    drawn_after: float
    drawn_before: float


class Recogniser:
    """Recognises codes with the keys of one moment; in a thread, for each takes a tenth of a millisecond."""

    def __init__(self) -> None:
        self._issuers = issuer_keys().verifying
        self._secrets = desk().codes.secrets()

    def recognise(self, text: str) -> Seen | None:
        """What `text` says, or None when the city or the phone did not sign it."""
        return self._carried(text) if text.startswith(MARK) else self._live(text)

    def _carried(self, text: str) -> Seen | None:
        code = read_code(text)
        if code is None or not is_issued(code, self._issuers.get(code.kid, ())) or not is_shown(code):
            return None
        opened = open_cid(code.cid, code.expires_at, day_cipher)
        if opened is None:
            return None
        return Seen(
            as_date(opened.day),
            code.cid,
            opened.number,
            code.slot,
            code.counter,
            mark_of(code.show_signature),
            code.kid,
            code.status,
            shown_in(scene_of(code.scene)[0]),
            code.at,
            code.at,
        )

    def _live(self, text: str) -> Seen | None:
        code = read_live_code(text, self._secrets)
        opened = None if code is None else open_cid(code.cid, code.expires_at, day_cipher)
        if code is None or opened is None:
            return None
        # Nothing but the code itself was seen: its text is its mark. A reader alone learnt no attributes.
        mark = mark_of(text.encode())
        return Seen(
            as_date(opened.day), code.cid, opened.number, 0, None, mark, None, None, "",
            opened.issued_at, code.expires_at,
        )  # fmt: skip
