"""The socket of the live parts, on a real server: for our pages only, and for messages of their size only."""

import httpx
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from backend.core.settings import Settings
from portal import build
from tests.processes import serve

SOCKET = "/_event/?EIO=4&transport=websocket&token=5f0c6f0e-6a5e-4b8e-9e6e-2f1f9d0f6a11"


def read_to_the_end(socket: ClientConnection) -> None:
    while True:
        socket.recv(timeout=10)


@pytest.mark.usefixtures("clean")
def test_the_socket_takes_our_pages_and_short_messages_only(settings: Settings) -> None:
    build.build()
    with serve(settings, YIMA_PORTAL="true") as city:
        address = str(httpx.URL(city.address).copy_with(scheme="ws")) + SOCKET
        for origin in ("http://evil.test", "null", "http://[", None):
            with pytest.raises(InvalidStatus):
                connect(address, additional_headers={"Origin": origin} if origin else {})
        with connect(address, additional_headers={"Origin": city.address}) as socket:
            assert str(socket.recv(timeout=10)).startswith("0{")
            socket.send("40/_event,")
            socket.send("42/_event," + "x" * 100_000)
            with pytest.raises(ConnectionClosed) as closed:
                read_to_the_end(socket)
            assert closed.value.rcvd is not None
            assert closed.value.rcvd.code == 1009
