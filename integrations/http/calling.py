"""One client a process for the vendors an operator chose, and a careful one for addresses of strangers."""

import ipaddress
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Literal, TypeVar

import msgspec
from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientResponse,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
    DummyCookieJar,
    InvalidURL,
    TCPConnector,
)
from yarl import URL

from integrations.http.guarding import PrivateAddress, PublicResolver, is_public

CONNECT_SECONDS = 3.0
ANSWER_BYTES_MAX = 256 * 1024
CONNECTIONS_MAX = 200
CONNECTIONS_EACH = 64

T = TypeVar("T")
Whose = Literal["vendor", "stranger"]


class NotSent(Exception):
    """Nothing left this machine: no connection came about. `forbidden`: the address may not be called."""

    def __init__(self, *, forbidden: bool = False) -> None:
        super().__init__("forbidden" if forbidden else "no connection")
        self.forbidden = forbidden


class Lost(Exception):
    """It may have left, and no answer that makes sense came; the text is one short word for it."""


class Answer(msgspec.Struct, frozen=True):
    """An answer of any status, with at most 256 KiB."""

    status: int
    body: bytes


_sessions: dict[Whose, ClientSession] = {}


@asynccontextmanager
async def running() -> AsyncIterator[None]:
    """The clients of this process, as long as the block runs."""
    before = dict(_sessions)
    async with _open(TCPConnector(limit=CONNECTIONS_MAX, limit_per_host=CONNECTIONS_EACH)) as vendors:
        careful = TCPConnector(
            limit=CONNECTIONS_MAX, limit_per_host=CONNECTIONS_EACH, resolver=PublicResolver()
        )
        async with _open(careful) as strangers:
            _sessions.update({"vendor": vendors, "stranger": strangers})
            try:
                yield
            finally:
                _sessions.clear()
                _sessions.update(before)


async def post(
    url: str, body: bytes, headers: Mapping[str, str], *, seconds: float, whose: Whose = "vendor"
) -> Answer:
    """The answer to a POST, within `seconds`; NotSent, Lost. Redirects are answers and are not followed.

    An address of a "stranger" has to be public, as its name resolves when it is called; its answer is not
    read, so `body` is empty.
    """
    session = _sessions.get(whose)
    if session is None:
        raise RuntimeError("http.running() was not entered")
    if whose == "stranger" and _is_private_literal(url):
        raise NotSent(forbidden=True)
    timeout = ClientTimeout(total=seconds, connect=min(CONNECT_SECONDS, seconds * 0.75))
    try:
        async with session.post(
            url, data=body, headers=headers, timeout=timeout, allow_redirects=False
        ) as response:
            if whose == "stranger":
                return Answer(response.status, b"")
            return Answer(response.status, await _read(response))
    except ClientConnectorError as error:
        raise NotSent(forbidden=isinstance(error.os_error, PrivateAddress)) from None
    except InvalidURL:
        raise NotSent(forbidden=True) from None
    except ConnectionTimeoutError:
        raise NotSent from None
    except TimeoutError:
        raise Lost("time-out") from None
    except (ClientError, OSError, ValueError):
        raise Lost("cut") from None


def read(answer: Answer, type_: type[T]) -> T:
    """What a good answer holds as JSON; Lost for every other one."""
    if answer.status != 200:
        raise Lost(f"http-{answer.status}")
    try:
        return msgspec.json.decode(answer.body, type=type_)
    except (msgspec.DecodeError, RecursionError):
        raise Lost("nonsense") from None


def _open(connector: TCPConnector) -> ClientSession:
    # Nothing compressed is asked for and none unpacked: a small answer must not grow.
    return ClientSession(
        connector=connector,
        cookie_jar=DummyCookieJar(),
        auto_decompress=False,
        headers={"Accept-Encoding": "identity", "User-Agent": "yima"},
    )


async def _read(response: ClientResponse) -> bytes:
    content = bytearray()
    while piece := await response.content.readany():
        content += piece
        if len(content) > ANSWER_BYTES_MAX:
            raise Lost("too-large")
    return bytes(content)


def _is_private_literal(url: str) -> bool:
    """Whether the host is an address in figures, which no resolver sees, and not a public one."""
    try:
        host = URL(url).raw_host or ""
        ipaddress.ip_address(host.split("%", 1)[0])
    except ValueError:
        return False
    return not is_public(host)
