"""A static file server such as a CDN, with whatever somebody put on its shelf."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

from backend.credentials.rules.jws import write_jws
from backend.credentials.rules.lists import SceneRules, ShardStatus, StatusIndex, TrustList
from backend.credentials.rules.status_lists import pack_bits, write_list
from backend.vectors import KID, LISTS, Signer
from tests.backend.reader.devices import ADDRESS

FOLDER = "/.well-known/city-code"


class Shelf(NamedTuple):
    """Files by path, and what was asked for."""

    address: str
    files: dict[str, bytes]
    asked: list[tuple[str, int]]

    def put(self, *lists: Any, kid: str = "l1", signer: Signer = LISTS) -> None:
        """Sign lists and lay them out."""
        names: dict[type, str] = {TrustList: "trust-list", SceneRules: "scenes", StatusIndex: "status"}
        for one in lists:
            self.files[f"{FOLDER}/{names[type(one)]}"] = write_jws(one, kid, signer.sign).encode()

    def put_bits(
        self,
        one: ShardStatus,
        revoked: list[int],
        times: tuple[int, int, int],
        kid: str = "l1",
        signer: Signer = LISTS,
    ) -> None:
        """Sign a status list and lay it out."""
        path = f"{FOLDER}/status/{KID}/{one.shard}/{one.version}"
        bits = pack_bits(revoked, 8192)
        self.files[path] = write_list(ADDRESS + path, bits, times, kid, signer.sign)


@contextmanager
def open_shelf() -> Iterator[Shelf]:
    """A server on a free port, gone afterwards."""
    files: dict[str, bytes] = {}
    asked: list[tuple[str, int]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # the name that http.server calls
            body = files.get(self.path)
            etag = f'"{hash(body)}"'
            status = 404 if body is None else 304 if self.headers.get("if-none-match") == etag else 200
            asked.append((self.path, status))
            self.send_response(status)
            self.send_header("etag", etag)
            sent = (body or b"") if status == 200 else b""
            self.send_header("content-length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield Shelf(f"http://127.0.0.1:{server.server_port}", files, asked)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
