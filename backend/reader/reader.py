"""A reader: what it holds, and its answer to whatever is held in front of it."""

import sqlite3
from contextlib import suppress
from pathlib import Path

import msgspec

from backend.city_codes.rules.live_codes import CODE_LENGTH_MAX, read_by_public_key
from backend.credentials.rules.carried_codes import read_code
from backend.credentials.rules.checking import judge_lists
from backend.credentials.rules.jws import encode
from backend.reader import challenges, uses
from backend.reader.alone import Alone, form_of
from backend.reader.answers import Answer, CityAnswer, tell, tell_of_city
from backend.reader.clock import Clock
from backend.reader.holdings import Holdings, take_up
from backend.reader.identity import Identity, Standing, read_identity, read_standing
from backend.reader.lists import read_bits, read_lists
from backend.reader.online import Online
from backend.reader.problems import NotEnrolled, ReaderProblem, Suspended
from backend.reader.recordings import Recordings
from backend.reader.store import Store

CHALLENGE_LEVEL = 2


class Reader:
    """One enrolled reader; `online` is None where the city shall never be asked."""

    def __init__(self, folder: Path, store: Store, clock: Clock, online: Online | None) -> None:
        identity = read_identity(store)
        if identity is None:
            raise NotEnrolled
        self.store = store
        self.clock = clock
        self.online = online
        self.recordings = Recordings(folder / "prompts")
        self.identity: Identity = identity
        self.holdings: Holdings | None = None
        self.standing: Standing = read_standing(store)
        self._alone = Alone(store, clock)
        self.take_up_lists()

    def take_up_lists(self) -> None:
        """Judge by the lists that are in the store now."""
        lists = read_lists(self.store)
        if lists is not None:
            self.holdings = take_up(lists, read_bits(self.store), self.identity.place)

    def check(self, text: str | None) -> Answer:
        """The answer to `text` (None: it was no text); the city's own where it answers in time."""
        answer = self._check(text)
        return msgspec.structs.replace(answer, prompt=self.recordings.localise(answer.prompt))

    def challenge(self) -> str | None:
        """The address that a holder's phone has to read first, where codes answer the reader's challenge."""
        rule = self.holdings.rule if self.holdings else None
        if rule is None or rule.level < CHALLENGE_LEVEL:
            return None
        try:
            with self.store.transaction() as connection:
                nonce = encode(challenges.current(connection, self.clock.now()))
        except sqlite3.Error:  # what could not be taken back after its use must not be given
            return None
        return f"{self.identity.city}/code?scene={rule.id}&venue={self.identity.place.venue.id}&nonce={nonce}"

    def stand(self, standing: Standing) -> None:
        """Note what the city says of this reader."""
        if standing != self.standing:
            self.store.write("standing", standing)
            self.standing = standing

    def _check(self, text: str | None) -> Answer:
        city = self.identity.city
        form = form_of(text) if text and len(text) <= CODE_LENGTH_MAX else None
        if text is None or form is None:
            return tell("not-valid", None, self.clock.now(), self.holdings, city)
        try:
            said = self._ask(text)
        except sqlite3.Error:  # a broken disk: what passed before is not known any more
            return tell("reader-stale", form, self.clock.now(), self.holdings, city)
        if said is not None:
            return tell_of_city(said, form, self.holdings, city)
        now = self.clock.now()
        if self.standing != "good":
            return tell("reader-suspended", form, now, self.holdings, city)
        found = self._alone.judge(text, self.holdings, now)
        return tell(
            found.reason, found.form, now, self.holdings, city,
            degraded=found.degraded, holder=found.holder, record=found.record,
        )  # fmt: skip

    def _ask(self, text: str) -> CityAnswer | None:
        """The city's answer; None where it gives none, or may not have heard yet of what passed here."""
        if self.online is None or self._alone.knows(text, self.holdings, self.clock.now()):
            return None
        said = self.online.ask(text, self._nonce_of(text), can_decide=self._can_decide(text))
        if isinstance(said, CityAnswer):
            self._note(text, said)
            return said
        if isinstance(said, ReaderProblem):
            self.stand("suspended" if isinstance(said, Suspended) else "ended")
        return None

    def _can_decide(self, text: str) -> bool:
        """Whether this reader alone could tell anything of `text`."""
        held = self.holdings
        if held is None or held.rule is None or form_of(text) == "spoken":
            return False
        return not judge_lists(held.held, held.rule.degraded, self.clock.now())[0]

    def _nonce_of(self, text: str) -> str | None:
        """The challenge in `text` when it is one of this reader's."""
        code = read_code(text)
        if code is None or code.nonce is None:
            return None
        is_ours = challenges.is_good(self.store.connection, code.nonce, self.clock.now())
        return encode(code.nonce) if is_ours else None

    def _note(self, text: str, said: CityAnswer) -> None:
        """Remember what the city answered, so that this reader alone would answer no other way."""
        self.stand("suspended" if said.reason == "reader-suspended" else "good")
        if said.result != "accepted":
            return
        now, carried = self.clock.now(), read_code(text)
        with suppress(sqlite3.Error), self.store.transaction() as connection:
            if carried is not None:
                uses.keep_seen(connection, carried, uses.find(connection, carried.cid), now)
                if carried.nonce is not None:
                    challenges.use_up(connection, carried.nonce)
            elif self.holdings and (live := read_by_public_key(text, self.holdings.live_keys(now))):
                uses.keep_live(connection, live, now)
