"""Showing and verifying codes over HTTP, as phones and readers do."""

import asyncio
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import httpx
import jwt

from backend.city_codes import service
from backend.city_codes.rules.live_codes import LiveCode
from backend.core import clock
from backend.credentials.rules.cids import seal_cid
from backend.credentials.service import day_cipher

Client = httpx.AsyncClient
Json = dict[str, Any]


async def issue(resident: Client, scene: str = "library") -> Json:
    """A fresh code with its times."""
    answer = await resident.post("/v1/city-codes", json={"scene": scene})
    assert answer.status_code == 200, answer.text
    issued: Json = answer.json()
    return issued


async def show(resident: Client, scene: str = "library") -> str:
    """A fresh code, as the QR code holds it."""
    return str((await issue(resident, scene))["code"])


async def verify(reader: Client, code: str, attempt: str | None = None) -> Json:
    """What a reader is answered."""
    body = {"code": code, "attempt": attempt or str(uuid.uuid4())}
    answer = await reader.post("/v1/verifications", json=body)
    assert answer.status_code == 200, answer.text
    told: Json = answer.json()
    return told


async def verdict(reader: Client, code: str, attempt: str | None = None) -> str:
    """`accepted`, or the reason why not."""
    told = await verify(reader, code, attempt)
    if told["result"] == "accepted":
        assert told["reason"] is None
        return "accepted"
    assert told["pseudonym"] is None
    assert told["attributes"] == {}
    return str(told["reason"])


async def listed(resident: Client) -> list[Json]:
    """The resident's own list, newest first."""
    answer = await resident.get("/v1/me/verifications?limit=100")
    assert answer.status_code == 200, answer.text
    items: list[Json] = answer.json()["items"]
    return items


async def reader_id(reader: Client) -> str:
    """The id of a reader that has a token."""
    return str((await reader.get("/v1/readers/current")).json()["reader"]["id"])


def number_of(resident: Client) -> int:
    """The resident's number, which the access token tells its bearer's own city."""
    token = resident.headers["authorization"].removeprefix("Bearer ")
    return int(jwt.decode(token, options={"verify_signature": False})["num"])


def code_issued(resident: Client, seconds_ago: float, scene: str = "library") -> str:
    """A code of the resident's as this city would have issued it then."""
    return _code_at(number_of(resident), clock.now() - timedelta(seconds=seconds_ago), scene)


def codes_issued(resident: Client, count: int) -> list[str]:
    """`count` codes of the resident's, of different milliseconds up to now."""
    number, now = number_of(resident), clock.now()
    return [_code_at(number, now - timedelta(milliseconds=n), "library") for n in range(count)]


def _code_at(number: int, at: datetime, scene: str) -> str:
    cid = seal_cid(number, at, day_cipher)
    return service.desk().codes.write(LiveCode(cid, int(at.timestamp()) + 60, scene))


async def until(condition: Callable[[], bool]) -> None:
    """Return when `condition` holds; TimeoutError after ten seconds."""
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110  # it is not ours to signal
            await asyncio.sleep(0.01)
