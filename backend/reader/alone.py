"""How a reader judges a code alone, and writes down what it saw before it answers."""

import sqlite3
from collections import Counter
from sqlite3 import Connection
from typing import NamedTuple

from backend.city_codes.rules.live_codes import read_by_public_key
from backend.city_codes.rules.spoken_numbers import read_number
from backend.city_codes.rules.verdicts import judge_offline
from backend.credentials.rules.carried_codes import MARK, CarriedCode, read_code
from backend.credentials.rules.checking import judge, judge_lists
from backend.credentials.rules.lists import SceneRule
from backend.credentials.rules.signatures import is_issued, is_shown
from backend.credentials.rules.uses import judge_use
from backend.places.schemas.catalogue import Reason
from backend.reader import chain, challenges, uses
from backend.reader.answers import Form
from backend.reader.clock import Clock
from backend.reader.holdings import Holdings
from backend.reader.store import Store

# Somebody who holds a code to the reader all day fills no disk with it.
REFUSALS_PER_CODE_MAX = 5
CODES_COUNTED_MAX = 10_000
UNLIMITED = 2**31


class Verdict(NamedTuple):
    """What a reader alone says of a code, and which record of the evidence tells of it."""

    reason: Reason | None
    form: Form | None
    degraded: bool = False
    holder: int = 0
    record: int | None = None


class Alone:
    """A reader's judgement without the city."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._refusals: Counter[str] = Counter()

    def judge(self, text: str, holdings: Holdings | None, now: float) -> Verdict:
        """The verdict on `text`; use and evidence are on the disk when it returns."""
        form = form_of(text)
        if holdings is None or holdings.rule is None:
            return Verdict("reader-stale", form)
        if form == "spoken":
            return Verdict("reader-stale", form)
        try:
            if form == "carried":
                return self._judge_carried(text, holdings, holdings.rule, now)
            return self._judge_live(text, holdings, holdings.rule, now)
        except sqlite3.Error:  # a full or broken disk: what cannot be written down must not pass
            return Verdict("reader-stale", form)

    def knows(self, text: str, holdings: Holdings | None, now: float) -> bool:
        """Whether `text` passed here before, or an earlier code of its credential must have been the last."""
        if (carried := read_code(text)) is not None:
            last = uses.find(self._store.connection, carried.cid)
            return last is not None and judge_use(carried, last, UNLIMITED, now) is not None
        live = read_by_public_key(text, holdings.live_keys(now)) if holdings else None
        return live is not None and uses.find(self._store.connection, live.cid) is not None

    def _judge_carried(self, text: str, holdings: Holdings, rule: SceneRule, now: float) -> Verdict:
        code = read_code(text)
        if code is None:
            return Verdict("not-valid", None)
        nonce = self._find_challenge(code, now)
        judgement = judge(text, holdings.post(rule, nonce), holdings.held, now)
        reason: Reason | None = judgement.reason
        if reason is None and "carried" not in rule.forms:
            reason = "wrong-scene"
        if reason == "not-valid" or not (reason is None or _is_signed(code, holdings)):
            return Verdict(reason, "carried", judgement.degraded)
        with self._store.transaction() as connection:
            last = uses.find(connection, code.cid)
            reason = reason or judge_use(code, last, rule.cap, now)
            record, reason = self._write(connection, text, reason, judgement.degraded, now)
            if reason is None:
                uses.keep_carried(connection, code, last, now)
                if code.nonce is not None:
                    challenges.use_up(connection, code.nonce)
        return Verdict(reason, "carried", judgement.degraded, code.holder, record)

    def _judge_live(self, text: str, holdings: Holdings, rule: SceneRule, now: float) -> Verdict:
        is_stale, degraded = judge_lists(holdings.held, rule.degraded, now)
        reason, code = judge_offline(text, rule.id, rule.level, holdings.live_keys(now), now, is_stale)
        if code is None:
            return Verdict("not-valid", None)
        if reason is None and "live" not in rule.forms:
            reason = "wrong-scene"
        with self._store.transaction() as connection:
            if reason is None and uses.find(connection, code.cid):
                reason = "replayed"
            record, reason = self._write(connection, text, reason, degraded, now)
            if reason is None:
                uses.keep_live(connection, code, now)
        return Verdict(reason, "live", degraded, record=record)

    def _find_challenge(self, code: CarriedCode, now: float) -> bytes | None:
        """The code's own challenge while it is one of ours; else none, which no code with one fits."""
        if code.nonce is not None and challenges.is_good(self._store.connection, code.nonce, now):
            return code.nonce
        return None

    def _write(
        self, connection: Connection, text: str, reason: Reason | None, degraded: bool, now: float
    ) -> tuple[int | None, Reason | None]:
        """The record that tells of this, and the verdict: without room for a record, nothing passes."""
        if reason is not None:
            self._refusals[text] += 1
            if self._refusals[text] > REFUSALS_PER_CODE_MAX:
                return None, reason
            if len(self._refusals) > CODES_COUNTED_MAX:
                self._refusals.clear()
        state = chain.read(self._store)
        if state.waiting >= chain.WAITING_MAX:
            return None, "reader-stale"
        record = chain.Record(int(now * 1000), reason or "accepted", degraded, text)
        sequence = chain.append(connection, state, record)
        self._store.write("clock", self._clock.remember())
        return sequence, reason


def form_of(text: str) -> Form | None:
    """Which form `text` would be, if it were a code at all."""
    if text.startswith(MARK):
        return "carried"
    if read_number(text) is not None:
        return "spoken"
    return "live" if text.count(".") == 2 else None


def _is_signed(code: CarriedCode, holdings: Holdings) -> bool:
    """Whether both signatures are right, whatever the time; nothing else is evidence."""
    return is_issued(code, (one.key for one in holdings.held.issuers.get(code.kid, ()))) and is_shown(code)
