"""The cable between a reader and the city, which a test may cut."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

CHUNK = 65_536


class Wire:
    """Carries bytes to a server on this machine and back, while it is whole."""

    def __init__(self, port: int) -> None:
        self.target = port
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._state = "whole"
        self._sockets: list[socket.socket] = []
        self._answers_left: int | None = None
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def address(self) -> str:
        """Where the city seems to be."""
        return f"http://127.0.0.1:{self._listening.getsockname()[1]}"

    def cut(self) -> None:
        """Break every connection, and every new one at once."""
        self._state = "cut"
        self._break()

    def swallow(self) -> None:
        """Take everything and answer nothing, as a network does that is there and leads nowhere."""
        self._state = "swallowing"
        self._break()

    def mend(self) -> None:
        """Carry again."""
        self._answers_left = None
        self._state = "whole"
        self._break()

    def cut_before_answer(self, number: int) -> None:
        """Cut when the city begins its answer `number` from now: it has done what it was asked."""
        self._answers_left = number

    def close(self) -> None:
        """Be gone."""
        self._state = "cut"
        self._listening.close()
        self._break()

    def _break(self) -> None:
        sockets, self._sockets = self._sockets, []
        for one in sockets:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listening.accept()
            except OSError:
                return
            self._sockets.append(near)
            if self._state == "cut":
                self._break()
            elif self._state == "whole":
                self._connect(near)

    def _connect(self, near: socket.socket) -> None:
        try:
            far = socket.create_connection(("127.0.0.1", self.target))
        except OSError:
            near.close()
            return
        self._sockets.append(far)
        threading.Thread(target=self._carry, args=(near, far, False), daemon=True).start()
        threading.Thread(target=self._carry, args=(far, near, True), daemon=True).start()

    def _carry(self, source: socket.socket, to: socket.socket, is_answer: bool) -> None:
        with contextlib.suppress(OSError):
            while chunk := source.recv(CHUNK):
                if is_answer and chunk.startswith(b"HTTP/1.1 ") and self._answers_left is not None:
                    self._answers_left -= 1
                    if self._answers_left <= 0:
                        self.cut()
                to.sendall(chunk)
        for one in (source, to):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()


@contextmanager
def lay_wire(port: int) -> Iterator[Wire]:
    """A cable to the server on `port`, gone afterwards."""
    wire = Wire(port)
    try:
        yield wire
    finally:
        wire.close()
