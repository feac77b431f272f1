"""`POST /v1/messages` with up to 100 texts, `POST /v1/messages/query` by our ids, and signed reports."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar, Literal

import msgspec

from backend.core.problems import NotAllowed
from backend.messages.ports import Handed, Parcel, Refused, Report, Unclear
from backend.messages.rules import Channel
from integrations import http
from integrations.sms_batch.signing import check, encode, sign

ANSWER_SECONDS = 8.0
REFERENCE_MAX = 100

CODES: dict[str, Refused] = {
    "number-invalid": Refused("bad-address", permanent=True),
    "number-gone": Refused("gone", permanent=True),
    "blacklisted": Refused("blocked", permanent=True),
    "content": Refused("content", permanent=True),
    "balance": Refused("quota", permanent=False),
    "signature": Refused("quota", permanent=False),
    "rate": Refused("busy", permanent=False),
    "busy": Refused("busy", permanent=False),
}
STATES: dict[str, Literal["sent", "delivered", "failed", "unknown-here"]] = {
    "taken": "sent",
    "sent": "sent",
    "delivered": "delivered",
    "failed": "failed",
    "unknown": "unknown-here",
}


class Result(msgspec.Struct):
    """What the vendor did with one text."""

    id: str
    code: str
    reference: str | None = None


class Results(msgspec.Struct):
    """The answer to a batch, or the one code by which all of it was refused."""

    results: list[Result] | None = None
    code: str | None = None


class State(msgspec.Struct):
    """What became of one text; `reason` is one of the codes."""

    id: str
    state: str
    reason: str | None = None


class States(msgspec.Struct):
    """The answer to a question."""

    results: list[State]


class Reports(msgspec.Struct):
    """What the vendor calls us with."""

    reports: list[State]


class BatchVendor:
    """As `Provider`, for text messages."""

    name = "sms-batch"
    channel: ClassVar[Channel] = "sms"
    can_be_asked = True
    rate_per_second = 1_000
    batch_max = 100

    def __init__(self, url: str, key: str, secret: str, *, seconds: float = ANSWER_SECONDS) -> None:
        self._url, self._key, self._secret, self._seconds = url, key, secret, seconds

    async def hand(self, parcels: Sequence[Parcel]) -> list[Handed | Refused | Unclear]:
        """As `Provider.hand`."""
        messages = [{"id": parcel.id, "to": parcel.to, "text": parcel.body} for parcel in parcels]
        try:
            answer = await self._post("/v1/messages", {"messages": messages})
        except http.NotSent:
            return [CODES["busy"]] * len(parcels)
        except http.Lost as lost:
            return [Unclear(str(lost))] * len(parcels)
        return _read(answer, parcels)

    async def ask(self, ids: Sequence[str]) -> list[Report]:
        """As `Provider.ask`."""
        answer = await self._post("/v1/messages/query", {"ids": list(ids)})
        found = http.read(answer, States)
        return _reports(state for state in found.results if state.id in ids)

    def read_reports(self, headers: Mapping[str, str], body: bytes) -> list[Report]:
        """As `Provider.read_reports`."""
        try:
            found = msgspec.convert(check(headers, body, self._secret), Reports)
        except msgspec.ValidationError:
            raise NotAllowed from None
        return _reports(found.reports)

    async def _post(self, path: str, value: Any) -> http.Answer:
        body = encode(value)
        headers = sign(body, self._key, self._secret)
        return await http.post(self._url + path, body, headers, seconds=self._seconds)


def _read(answer: http.Answer, parcels: Sequence[Parcel]) -> list[Handed | Refused | Unclear]:
    try:
        found = msgspec.json.decode(answer.body, type=Results)
    except (msgspec.DecodeError, RecursionError):
        return [Unclear("nonsense" if answer.status == 200 else f"http-{answer.status}")] * len(parcels)
    if answer.status == 200:
        return [_outcome([one for one in found.results or [] if one.id == parcel.id]) for parcel in parcels]
    known = CODES.get(found.code or "")
    if 400 <= answer.status < 500 and found.code:
        return [known or CODES["busy"]] * len(parcels)
    if answer.status == 503 and known:
        return [known] * len(parcels)
    return [Unclear(f"http-{answer.status}")] * len(parcels)


def _outcome(results: list[Result]) -> Handed | Refused | Unclear:
    """What the results for one id say; none, or several, say nothing."""
    if len(results) != 1:
        return Unclear("nonsense")
    (result,) = results
    if result.code == "accepted":
        return Handed((result.reference or "")[:REFERENCE_MAX] or None)
    return CODES.get(result.code) or Unclear("nonsense")


def _reports(states: Iterable[State]) -> list[Report]:
    return [
        Report(
            state.id,
            STATES[state.state],
            refused.reason if (refused := CODES.get(state.reason or "")) else None,
        )
        for state in states
        if state.state in STATES
    ]
