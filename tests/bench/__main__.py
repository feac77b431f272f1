"""Run the benches, or the one that is named, and say what they found."""

import asyncio
import sys
import uuid
from collections.abc import Awaitable, Callable
from itertools import count

import msgspec

from tests.bench import starting
from tests.bench.city import READERS, RESIDENTS, City, build
from tests.bench.routes import compare

VERIFY_TARGET = 0.4
ISSUE_TARGET = 0.5


def _request(path: str, token: str, body: bytes) -> bytes:
    head = (
        f"POST {path} HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer {token}\r\n"
        f"content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def verify(city: City) -> object:
    """Every request is another code of another moment, by one of the readers, and accepted."""

    def make(requests: int) -> list[bytes]:
        return [
            _request(
                "/v1/verifications",
                city.readers[n % READERS].token,
                b'{"code":"%s","attempt":"%s"}' % (code.encode(), str(uuid.uuid4()).encode()),
            )
            for n, code in enumerate(city.make_codes(requests))
        ]

    return await compare("verify", city, make, '"accepted"', VERIFY_TARGET)


async def issue(city: City) -> object:
    """Residents with access tokens ask for codes, each a few times."""
    turns = count()
    asking = min(RESIDENTS, 1_000)

    def make(requests: int) -> list[bytes]:
        return [
            _request("/v1/city-codes", city.residents[next(turns) % asking].token, b'{"scene":"library"}')
            for _ in range(requests)
        ]

    return await compare("issue", city, make, '"code"', ISSUE_TARGET)


async def _run(only: str | None) -> None:
    benches: dict[str, Callable[[City], Awaitable[object]]] = {"verify": verify, "issue": issue}
    if only not in (None, "start", *benches):
        raise SystemExit(f"There is no bench {only!r}; there are verify, issue and start.")
    found: list[object] = []
    if only != "start":
        async with build() as city:
            found += [await bench(city) for name, bench in benches.items() if only in (None, name)]
    if only in (None, "start"):
        found.append(await starting.measure())
    for item in found:
        print(msgspec.json.encode(item).decode())


if __name__ == "__main__":
    asyncio.run(_run(sys.argv[1] if len(sys.argv) > 1 else None))
