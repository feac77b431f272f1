"""`/cgi-bin/message/template/send` with our id as `client_msg_id`, and the event that tells of the end."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import ClassVar

import msgspec

from backend.core import clock
from backend.messages.ports import Handed, Parcel, Refused, Report, Unclear
from backend.messages.rules import Channel
from integrations import http
from integrations.silent import Silent
from integrations.wechat import callbacks
from integrations.wechat.tokens import Tokens

# Two tokens and two tries have to fit into the ten seconds of a hand-over.
STEP_SECONDS = 2.4
# A field `thing` holds 20 characters, `time` a day and an hour.
THING_CHARACTERS_MAX = 20
TIME = "%Y年%m月%d日 %H:%M"
TOKEN_SPENT = {40001, 40014, 42001}

BUSY = Refused("busy", permanent=False)
CODES: dict[int, Refused] = {
    40003: Refused("bad-address", permanent=True),  # no openid of this account
    43004: Refused("gone", permanent=True),  # follows us no longer
    43101: Refused("blocked", permanent=True),  # has refused these messages
    43116: Refused("blocked", permanent=True),
    40037: Refused("content", permanent=True),  # no such template
    40165: Refused("content", permanent=True),
    47003: Refused("content", permanent=True),  # a field does not fit its kind
    45009: Refused("quota", permanent=False),
    45047: Refused("quota", permanent=False),
    48001: Refused("quota", permanent=False),
    40164: Refused("quota", permanent=False),  # our address is not on their list
}


class Sent(msgspec.Struct):
    """WeChat's answer: 0 and its number of the message, or why not."""

    errcode: int
    msgid: int | None = None


class ServiceAccount(Silent):
    """As `Provider`, for people who follow the city's account."""

    name = "wechat"
    channel: ClassVar[Channel] = "wechat"
    rate_per_second = 100
    batch_max = 50

    def __init__(self, url: str, tokens: Tokens, template: str, token: str) -> None:
        self._url, self._tokens, self._template, self._token = url, tokens, template, token

    async def hand(self, parcels: Sequence[Parcel]) -> list[Handed | Refused | Unclear]:
        """As `Provider.hand`."""
        return list(await asyncio.gather(*map(self._send, parcels)))

    def read_reports(self, headers: Mapping[str, str], body: bytes) -> list[Report]:
        """As `Provider.read_reports`; WeChat knows its own numbers only, which are our references."""
        callbacks.check(headers.get(":query", ""), self._token)
        finished = callbacks.read(body)
        return [Report(finished.message, finished.state, finished.reason)] if finished else []

    async def _send(self, parcel: Parcel) -> Handed | Refused | Unclear:
        try:
            found = await self._try(parcel)
            if found.errcode in TOKEN_SPENT:
                found = await self._try(parcel)
        except http.NotSent:
            return BUSY
        except http.Lost as lost:
            return Unclear(str(lost))
        if found.errcode == 0:
            return Handed(str(found.msgid) if found.msgid else None)
        return CODES.get(found.errcode, BUSY)

    async def _try(self, parcel: Parcel) -> Sent:
        token = await self._tokens.current(seconds=STEP_SECONDS)
        address = f"{self._url}/cgi-bin/message/template/send?access_token={token}"
        headers = {"Content-Type": "application/json"}
        answer = await http.post(
            address, msgspec.json.encode(self._message(parcel)), headers, seconds=STEP_SECONDS
        )
        found = http.read(answer, Sent)
        if found.errcode in TOKEN_SPENT:
            self._tokens.discard(token)
        return found

    def _message(self, parcel: Parcel) -> dict[str, object]:
        local = clock.now().astimezone(clock.SHANGHAI)
        message: dict[str, object] = {
            "touser": parcel.to,
            "template_id": self._template,
            "client_msg_id": parcel.id.replace("-", ""),
            "data": {"thing1": {"value": _short(parcel.title)}, "time2": {"value": local.strftime(TIME)}},
        }
        return message | ({"url": parcel.url} if parcel.url else {})


def _short(text: str) -> str:
    return text if len(text) <= THING_CHARACTERS_MAX else f"{text[: THING_CHARACTERS_MAX - 1]}…"
