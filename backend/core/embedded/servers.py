"""PostgreSQL and Valkey as one thing to start and stop."""

import functools
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Literal, Self

from backend.core.embedded import places, postgres, problems, processes, valkey
from backend.core.embedded.launch import Server

# Below 32768, where systems take ports for outgoing connections.
POSTGRES_PORT = 15432
VALKEY_PORT = 16379
TRIES_FOR_A_FREE_PORT = 5

Name = Literal["postgres", "valkey"]
Start = Callable[[Path, int], Server]

NAMES: tuple[Name, ...] = ("postgres", "valkey")

# Tests empty all tables at once, which the role of a real city may not.
TEST_STATEMENTS = ("grant set on parameter session_replication_role to yima",)


class Servers:
    """Both servers (or those in `names`) on the data below `root`: a context manager, or start() and stop().

    They die with this process, also when it is killed. One process at a time may use a root. `start()` raises
    CannotStart with one sentence for people. Ports are those given, or any free ones with `free_ports`.
    `statements` are what the administrator runs once in a new database.
    """

    def __init__(
        self,
        root: Path,
        *,
        postgres_port: int = POSTGRES_PORT,
        valkey_port: int = VALKEY_PORT,
        free_ports: bool = False,
        names: Sequence[Name] = NAMES,
        statements: Sequence[str] = (),
    ) -> None:
        self.root = root
        self._wished = root
        self._ports: dict[Name, int] = {"postgres": postgres_port, "valkey": valkey_port}
        self._free_ports = free_ports
        self._names = names
        self._starts: dict[Name, Start] = {
            "postgres": functools.partial(postgres.start, statements=statements),
            "valkey": valkey.start,
        }
        self._running: dict[Name, Server] = {}
        self._lock: int | None = None

    @property
    def database_url(self) -> str:
        """Where PostgreSQL answers, with user and password."""
        return self._running["postgres"].url

    @property
    def redis_url(self) -> str:
        """Where Valkey answers, with its password."""
        return self._running["valkey"].url

    def start(self) -> None:
        """Both servers answer, or neither runs."""
        self.root = places.data_folder(self._wished)
        self._lock = places.lock(self.root, "servers.lock")
        try:
            places.require_room(self.root)
            for name in self._names:
                self._start(name)
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Neither server runs, and what was committed is on disk."""
        for name in reversed(list(self._running)):
            self._running.pop(name).stop()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def restart(self, name: Name) -> None:
        """One server anew, on its port and data, whether it was stopped, killed or still runs."""
        if server := self._running.get(name):
            server.stop()
        self._running[name] = self._starts[name](self.root, self._ports[name])

    def kill(self, name: Name) -> None:
        """One server ends without a chance to tidy up, as when the power fails."""
        self._running[name].process.kill()
        self._running[name].process.wait()

    def died(self) -> list[Name]:
        """The servers that ended although nobody stopped them."""
        return [name for name, server in self._running.items() if server.process.poll() is not None]

    def limit_logs(self) -> None:
        """Cut logs that have grown too long; a long-running owner calls it now and then."""
        for name in NAMES:
            processes.limit_log(self.root / f"{name}.log")

    def _start(self, name: Name) -> None:
        for attempt in range(TRIES_FOR_A_FREE_PORT):
            if self._free_ports:
                self._ports[name] = places.free_port()
            try:
                self._running[name] = self._starts[name](self.root, self._ports[name])
            except problems.PortInUse:
                if not self._free_ports or attempt + 1 == TRIES_FOR_A_FREE_PORT:
                    raise
            else:
                return

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


@contextmanager
def temporary_servers(*statements: str) -> Iterator[Servers]:
    """Both servers on free ports and an empty folder that is removed afterwards.

    `statements` are what the administrator runs beside the usual ones.
    """
    root = Path(tempfile.mkdtemp(prefix="yima-"))
    try:
        with Servers(root, free_ports=True, statements=(*TEST_STATEMENTS, *statements)) as servers:
            yield servers
    finally:
        with suppress(OSError):
            shutil.rmtree(root)
