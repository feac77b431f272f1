"""The access token of a service account, fetched when it is needed and kept until shortly before its end."""

import asyncio
from datetime import datetime, timedelta

import msgspec

from backend.core import clock
from integrations import http

# WeChat's own advice: a new one is to be had five minutes before the old one ends.
RENEWED_BEFORE = timedelta(minutes=5)
LIFETIME_SECONDS_MAX = 7_200


class Issued(msgspec.Struct):
    """WeChat's answer: a token, or why not."""

    access_token: str | None = None
    expires_in: int = 0
    errcode: int = 0


class Tokens:
    """Tokens from `stable_token`, which gives all processes the same one."""

    def __init__(self, url: str, app_id: str, secret: str) -> None:
        self._url, self._app_id, self._secret = url, app_id, secret
        self._token = ""
        self._ends: datetime | None = None
        self._lock = asyncio.Lock()

    async def current(self, *, seconds: float) -> str:
        """A token that is good; NotSent when there is none to be had."""
        async with self._lock:
            if self._ends is None or self._ends - RENEWED_BEFORE <= clock.now():
                await self._fetch(seconds)
            return self._token

    def discard(self, token: str) -> None:
        """WeChat calls this one spent."""
        if token == self._token:
            self._ends = None

    async def _fetch(self, seconds: float) -> None:
        asked = {"grant_type": "client_credential", "appid": self._app_id, "secret": self._secret}
        headers = {"Content-Type": "application/json"}
        try:
            answer = await http.post(
                f"{self._url}/cgi-bin/stable_token", msgspec.json.encode(asked), headers, seconds=seconds
            )
            issued = http.read(answer, Issued)
        except http.Lost:
            raise http.NotSent from None
        if not issued.access_token:
            raise http.NotSent
        self._token = issued.access_token
        self._ends = clock.now() + timedelta(seconds=min(issued.expires_in, LIFETIME_SECONDS_MAX))
