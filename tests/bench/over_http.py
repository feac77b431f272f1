"""The hot routes over HTTP, every request another one."""

import os
import uuid
from collections.abc import Callable
from itertools import count

import msgspec

from backend.core import db
from backend.credentials.rules.jws import encode
from tests.bench import phones
from tests.bench.city import READERS, RESIDENTS, City
from tests.bench.routes import Measured, compare

VERIFY_TARGET = 0.4
ISSUE_TARGET = 0.5
BATCH = 32
# Each of them is 32 signatures, and a device may ask for 24 in a day.
BATCHES_A_ROUND = 1_000


async def verify(city: City) -> list[Measured]:
    """Every request is another code of another moment, by one of the readers, and accepted."""
    make = verifying(city, city.make_codes)
    return [await compare("verify", city, make, '"accepted"', VERIFY_TARGET)]


async def verify_carried(city: City) -> list[Measured]:
    """The same with carried codes, each of another credential."""
    async with db.connection() as connection:
        drawn = await phones.find(connection, (resident.number for resident in city.residents))
    return [await compare("verify-carried", city, verifying(city, drawn.draw), '"accepted"')]


async def issue(city: City) -> list[Measured]:
    """Residents with access tokens ask for codes, each a few times."""
    turns = count()
    asking = min(RESIDENTS, 1_000)

    def make(requests: int) -> list[bytes]:
        return [
            _post("/v1/city-codes", city.residents[next(turns) % asking].token, b'{"scene":"library"}')
            for _ in range(requests)
        ]

    return [await compare("issue", city, make, '"code"', ISSUE_TARGET)]


async def issue_credentials(city: City) -> list[Measured]:
    """Phones ask for 32 credentials each, with keys that they have just made."""
    turns = count()

    def make(requests: int) -> list[bytes]:
        return [
            _post("/v1/credentials", city.residents[next(turns) % RESIDENTS].token, _wish())
            for _ in range(requests)
        ]

    found = await compare("cc2-issue, HTTP", city, make, '"credentials"', requests=BATCHES_A_ROUND)
    print(
        f"{'':16} {found.requests_per_second * BATCH} credentials/s,"
        f" {found.microseconds / BATCH:.1f} µs of the API process each"
    )
    return [found]


def verifying(city: City, draw: Callable[[int], list[str]]) -> Callable[[int], list[bytes]]:
    """Requests that verify the codes that `draw` gives, by the city's readers in turn."""
    return lambda requests: [
        _post(
            "/v1/verifications",
            city.readers[n % READERS].token,
            msgspec.json.encode({"code": code, "attempt": uuid.uuid4()}),
        )
        for n, code in enumerate(draw(requests))
    ]


def _wish() -> bytes:
    return msgspec.json.encode({"suite": "ed25519", "keys": [encode(os.urandom(32)) for _ in range(BATCH)]})


def _post(path: str, token: str, body: bytes) -> bytes:
    head = (
        f"POST {path} HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer {token}\r\n"
        f"content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
