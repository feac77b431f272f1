"""Sends requests as fast as they are answered: `python -m tests.bench.load PORT CONNECTIONS EXPECTED`.

Requests come as one msgpack list of bytes on standard input; the figures leave as JSON on standard output.
"""

import asyncio
import functools
import re
import sys
import time
from collections.abc import Iterator

import msgspec

SUCCESS = (b"HTTP/1.1 200", b"HTTP/1.1 201")
LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)


class Figures(msgspec.Struct):
    """What one run measured; latencies in milliseconds."""

    requests: int
    failed: int
    seconds: float
    p50: float
    p99: float
    first_failure: str = ""


class Caller(asyncio.Protocol):
    """One keep-alive connection that sends the next request when the last one is answered."""

    def __init__(self, requests: Iterator[bytes], expected: bytes, done: "asyncio.Future[None]") -> None:
        self.requests = requests
        self.expected = expected
        self.done = done
        self.latencies: list[float] = []
        self.failures: list[bytes] = []
        self._buffer = b""
        self._sent_at = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self._next()

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, found, body = self._buffer.partition(b"\r\n\r\n")
        length = LENGTH.search(head) if found else None
        if length is None or len(body) < int(length[1]):
            return
        self.latencies.append(time.perf_counter() - self._sent_at)
        if not (head.startswith(SUCCESS) and self.expected in body):
            self.failures.append(self._buffer)
        self._buffer = b""
        self._next()

    def connection_lost(self, _: Exception | None) -> None:
        if not self.done.done():
            self.failures.append(b"connection lost")
            self.done.set_result(None)

    def _next(self) -> None:
        request = next(self.requests, None)
        if request is None:
            if not self.done.done():
                self.done.set_result(None)
            self.transport.close()
            return
        self._sent_at = time.perf_counter()
        self.transport.write(request)  # type: ignore[attr-defined]


async def send_all(port: int, connections: int, expected: bytes, requests: list[bytes]) -> Figures:
    """Send all `requests` over `connections`, each answered before its connection sends the next."""
    loop = asyncio.get_running_loop()
    waiting = iter(requests)
    callers: list[Caller] = []
    began = time.perf_counter()
    for _ in range(connections):
        done: asyncio.Future[None] = loop.create_future()
        make = functools.partial(Caller, waiting, expected, done)
        _, caller = await loop.create_connection(make, "127.0.0.1", port)
        callers.append(caller)
    await asyncio.gather(*(caller.done for caller in callers))
    seconds = time.perf_counter() - began
    latencies = sorted(latency for caller in callers for latency in caller.latencies)
    failures = [failure for caller in callers for failure in caller.failures]
    return Figures(
        requests=len(latencies),
        failed=len(failures) + len(requests) - len(latencies),
        seconds=seconds,
        p50=latencies[len(latencies) // 2] * 1000,
        p99=latencies[len(latencies) * 99 // 100] * 1000,
        first_failure=failures[0][:400].decode("latin-1") if failures else "",
    )


def main() -> None:
    """Read, send, tell."""
    import uvloop

    port, connections, expected = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3].encode()
    requests = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=list[bytes])
    figures = uvloop.run(send_all(port, connections, expected, requests))
    sys.stdout.buffer.write(msgspec.json.encode(figures))


if __name__ == "__main__":
    main()
