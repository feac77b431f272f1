"""The city's API as a reader uses it: each answer is the city's, a refusal, or no answer at all."""

from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar

import httpx
import msgspec

from backend.reader.clock import Clock
from backend.reader.problems import InsecureCity

JSON_BYTES_MAX = 1_000_000
FILE_BYTES_MAX = 4_000_000
TIMEOUT_SECONDS = 5.0
LOCAL_HOSTS = {"localhost", "127.0.0.1", "::1"}
JSON = ("application/json", "application/problem+json")

T = TypeVar("T")


class Away(Exception):
    """The city does not answer, or somebody else answers in its place."""


class Refused(Exception):
    """The city says no; `problem` names why."""

    def __init__(self, status: int, problem: str, facts: Mapping[str, Any]) -> None:
        super().__init__(problem)
        self.status = status
        self.problem = problem
        self.facts = facts


class File(msgspec.Struct, frozen=True):
    """A public file; `body` is None when it is still the one with that `etag`."""

    body: bytes | None
    etag: str | None


class City:
    """The city at one address; every answer sets the reader's clock."""

    def __init__(self, origin: str, clock: Clock) -> None:
        url = httpx.URL(origin)
        if url.scheme != "https" and not (url.scheme == "http" and url.host in LOCAL_HOSTS):
            raise InsecureCity
        self.origin = origin.rstrip("/")
        self._clock = clock
        self._client = httpx.Client(timeout=TIMEOUT_SECONDS)

    def ask(self, method: str, path: str, type_: type[T], body: Any = None, token: str | None = None) -> T:
        """What the city answers, as a `type_`; Refused or Away."""
        headers = {"content-type": "application/json"} if body is not None else {}
        if token is not None:
            headers["authorization"] = f"Bearer {token}"
        content = None if body is None else msgspec.json.encode(body)
        asked = self._clock.steady()
        answer, said = self._send(method, path, headers, content, JSON_BYTES_MAX)
        if answer.headers.get("content-type", "").split(";")[0] not in JSON:
            raise Away
        self._set_clock(answer, asked)
        return _read(answer.status_code, said, type_)

    def fetch(self, path: str, etag: str | None = None) -> File:
        """A public file, unless it is still the one with `etag`; Refused or Away."""
        headers = {"if-none-match": etag} if etag else {}
        answer, said = self._send("GET", path, headers, None, FILE_BYTES_MAX)
        if answer.status_code == 304 and etag:
            return File(None, etag)
        if answer.status_code != 200:
            raise Refused(answer.status_code, "", {})
        return File(said, answer.headers.get("etag"))

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    def _send(
        self, method: str, path: str, headers: dict[str, str], content: bytes | None, limit: int
    ) -> tuple[httpx.Response, bytes]:
        said = bytearray()
        try:
            with self._client.stream(method, self.origin + path, headers=headers, content=content) as answer:
                for part in answer.iter_bytes():
                    said += part
                    if len(said) > limit:
                        raise Away
        except (httpx.HTTPError, httpx.InvalidURL, OSError):
            raise Away from None
        if answer.status_code >= 500:
            raise Away
        return answer, bytes(said)

    def _set_clock(self, answer: httpx.Response, asked: float) -> None:
        try:
            date = parsedate_to_datetime(answer.headers["date"])
        except (KeyError, ValueError):
            return
        self._clock.anchor(date.timestamp(), asked)


def _read(status: int, said: bytes, type_: type[T]) -> T:
    try:
        if status < 400:
            return msgspec.json.decode(said, type=type_)
        facts = msgspec.json.decode(said, type=dict[str, Any])
    except (msgspec.DecodeError, RecursionError):
        raise Away from None
    raise Refused(status, str(facts.get("type", "")).rpartition("/")[2], facts)
