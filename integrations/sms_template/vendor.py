"""One text a request, with our id as `ClientToken`; `QueryMessages` by it, and signed reports."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar, Literal

import msgspec
from yarl import URL

from backend.core.problems import NotAllowed
from backend.messages.ports import Handed, Parcel, Refused, Report, Unclear
from backend.messages.rules import Channel
from integrations import http
from integrations.sms_template.signing import check, sign

ANSWER_SECONDS = 8.0
REFERENCE_MAX = 100

CODES: dict[str, Refused] = {
    "InvalidPhoneNumber": Refused("bad-address", permanent=True),
    "PhoneNumberNotInService": Refused("gone", permanent=True),
    "PhoneNumberInBlacklist": Refused("blocked", permanent=True),
    "TemplateParamInvalid": Refused("content", permanent=True),
    "InsufficientBalance": Refused("quota", permanent=False),
    "AuthFailure.Signature": Refused("quota", permanent=False),
    "RequestLimitExceeded": Refused("busy", permanent=False),
    "ServiceBusy": Refused("busy", permanent=False),
}
BUSY = CODES["ServiceBusy"]
STATES: dict[str, Literal["sent", "delivered", "failed"]] = {
    "Sending": "sent",
    "Sent": "sent",
    "Delivered": "delivered",
    "Failed": "failed",
}


class Sent(msgspec.Struct, rename="pascal"):
    """The answer to one text."""

    code: str
    message_id: str | None = None


class State(msgspec.Struct, rename="pascal"):
    """What became of one text."""

    client_token: str
    status: str
    error_code: str | None = None


class States(msgspec.Struct, rename="pascal"):
    """The answer to a question; texts that the vendor never got are left out."""

    code: Literal["OK"]
    messages: list[State]


class TemplateVendor:
    """As `Provider`, for text messages; `template` is one with a single place, for all of the text."""

    name = "sms-template"
    channel: ClassVar[Channel] = "sms"
    can_be_asked = True
    rate_per_second = 200
    batch_max = 50

    def __init__(
        self, url: str, key: str, secret: str, template: str, *, seconds: float = ANSWER_SECONDS
    ) -> None:
        self._url, self._key, self._secret, self._template = url, key, secret, template
        self._seconds = seconds
        self._host = URL(url).authority

    async def hand(self, parcels: Sequence[Parcel]) -> list[Handed | Refused | Unclear]:
        """As `Provider.hand`."""
        return list(await asyncio.gather(*map(self._send, parcels)))

    async def ask(self, ids: Sequence[str]) -> list[Report]:
        """As `Provider.ask`."""
        found = http.read(await self._call("QueryMessages", {"ClientTokens": list(ids)}), States)
        known = {state.client_token for state in found.messages}
        told = _reports(state for state in found.messages if state.client_token in ids)
        return told + [Report(id_, "unknown-here") for id_ in ids if id_ not in known]

    def read_reports(self, headers: Mapping[str, str], body: bytes) -> list[Report]:
        """As `Provider.read_reports`."""
        check(headers, body, self._secret)
        try:
            return _reports(msgspec.json.decode(body, type=list[State]))
        except (msgspec.DecodeError, RecursionError):
            raise NotAllowed from None

    async def _send(self, parcel: Parcel) -> Handed | Refused | Unclear:
        asked = {
            "PhoneNumber": parcel.to,
            "TemplateId": self._template,
            "TemplateParams": [parcel.body],
            "ClientToken": parcel.id,
        }
        try:
            return _read(await self._call("SendMessage", asked))
        except http.NotSent:
            return BUSY
        except http.Lost as lost:
            return Unclear(str(lost))

    async def _call(self, action: str, value: Any) -> http.Answer:
        body = msgspec.json.encode(value)
        headers = sign(self._host, action, body, self._key, self._secret)
        return await http.post(f"{self._url}/", body, headers, seconds=self._seconds)


def _read(answer: http.Answer) -> Handed | Refused | Unclear:
    try:
        found = msgspec.json.decode(answer.body, type=Sent)
    except (msgspec.DecodeError, RecursionError):
        return Unclear("nonsense" if answer.status == 200 else f"http-{answer.status}")
    if answer.status == 200 and found.code == "OK" and found.message_id:
        return Handed(found.message_id[:REFERENCE_MAX])
    known = CODES.get(found.code)
    if 400 <= answer.status < 500 and found.code != "OK":
        return known or BUSY
    if answer.status == 503 and known:
        return known
    return Unclear("nonsense" if answer.status == 200 else f"http-{answer.status}")


def _reports(states: Iterable[State]) -> list[Report]:
    return [
        Report(
            state.client_token,
            STATES[state.status],
            refused.reason if (refused := CODES.get(state.error_code or "")) else None,
        )
        for state in states
        if state.status in STATES
    ]
