"""Asking the city about a code, and not waiting for it when it is away."""

import queue
import threading
import time
from uuid import uuid4

from backend.reader.answers import CityAnswer
from backend.reader.badge import Badge
from backend.reader.city import Away, City, Refused
from backend.reader.problems import ReaderProblem

PATIENCE_SECONDS = 0.8
PATIENT_SECONDS = 5.0
AWAY_SECONDS = 5.0
# Questions that nobody waits for any more: a name server that is gone lets each of them hang for a while.
ASKING_MAX = 8

Said = CityAnswer | ReaderProblem | Refused | Away


class Online:
    """The city, for as long as a person at the gate can wait for it.

    `is_watched`: somebody else calls `mark_near` when the city is there again, so that no holder ever waits
    to find out that it is still away.
    """

    def __init__(self, city: City, badge: Badge) -> None:
        self._city = city
        self._badge = badge
        self._away_until = 0.0
        self._asking = threading.BoundedSemaphore(ASKING_MAX)
        self.is_watched = False

    def is_near(self) -> bool:
        """Whether it is worth asking."""
        return time.monotonic() >= self._away_until

    def mark_near(self) -> None:
        """The city answers again."""
        self._away_until = 0.0

    def mark_away(self) -> None:
        """The city does not answer: nobody asks for a while."""
        self._away_until = float("inf") if self.is_watched else time.monotonic() + AWAY_SECONDS

    def ask(self, text: str, nonce: str | None, *, can_decide: bool) -> CityAnswer | ReaderProblem | None:
        """The city's answer, or what it holds against this reader; None when this reader must judge alone.

        `can_decide`: whether it could; if not, the city gets more time.
        """
        if not self.is_near() or not self._asking.acquire(blocking=False):
            return None
        said: queue.SimpleQueue[Said] = queue.SimpleQueue()
        # httpx has no limit for a whole exchange, and looking up a name has none at all.
        threading.Thread(target=self._ask, args=(text, nonce, said), daemon=True).start()
        try:
            answer = said.get(timeout=PATIENCE_SECONDS if can_decide else PATIENT_SECONDS)
        except queue.Empty:
            answer = Away()
        if isinstance(answer, Away):
            self.mark_away()
            return None
        return None if isinstance(answer, Refused) else answer

    def _ask(self, text: str, nonce: str | None, said: "queue.SimpleQueue[Said]") -> None:
        try:
            said.put(self._verify(text, nonce))
        except (Away, Refused, ReaderProblem) as reason:
            said.put(reason)
        finally:
            self._asking.release()

    def _verify(self, text: str, nonce: str | None) -> CityAnswer:
        body = {"code": text, "attempt": str(uuid4())} | ({"nonce": nonce} if nonce else {})
        try:
            return self._city.ask("POST", "/v1/verifications", CityAnswer, body, self._badge.token())
        except Refused as refused:
            if refused.status != 401:
                raise
        self._badge.drop()
        return self._city.ask("POST", "/v1/verifications", CityAnswer, body, self._badge.token())
