"""PostgreSQL's data folder: made whole or not at all, checked, and changed while no server runs on it."""

import os
import re
import secrets
import shutil
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path

from backend.core.embedded import launch, places, problems, processes

MAJOR = "18"
SETTING = "YIMA_POSTGRES_PORT"
RESTORE = "restore the folder from a backup, or move it away to start with an empty city"

LOCALE = ("--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")


def is_missing(data: Path) -> bool:
    """Whether PostgreSQL was never started on `data`."""
    return not data.exists() or not any(data.iterdir())


def create(programs: Path, data: Path, password: str, statements: Sequence[str]) -> None:
    """A data folder with the role and database `yima`, made beside its place and moved there once whole."""
    unfinished = data.with_name("postgres.unfinished")
    with places.explained(data.parent):
        shutil.rmtree(unfinished, ignore_errors=True)
        places.own_folder(unfinished)
        inside = places.own_folder(unfinished / "data")
        administrator = _password_file(unfinished)
    initdb: list[str | Path] = [
        programs / "initdb",
        "-D",
        inside,
        "--username=postgres",
        f"--pwfile={administrator}",
    ]
    _run([*initdb, *LOCALE, "--auth=scram-sha-256"], data)
    own = [f"create role yima login createdb password '{password}'", "create database yima owner yima"]
    for statement in (*own, *statements):
        run_alone(programs, inside, statement, told_as=data)
    with places.explained(data.parent):
        if data.exists():
            data.rmdir()
        inside.rename(data)
        shutil.rmtree(unfinished)


def run_alone(programs: Path, data: Path, sql: str, *, told_as: Path) -> None:
    """Runs one statement in single-user mode, which asks for no password; problems name `told_as`."""
    quietly = ["-c", "log_min_error_statement=panic"]
    printed = _run([programs / "postgres", "--single", *quietly, "-D", data, "postgres"], told_as, sql)
    if "ERROR:" in printed:
        raise explain(printed, told_as)


def require_readable(data: Path) -> None:
    """Refuses data without a version, or of another version than ours."""
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


def explain(text: str, data: Path, port: int = 0) -> problems.CannotStart:
    """What PostgreSQL's complaints in `text` mean for the person who started it."""
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
            ("FATAL:|PANIC:|ERROR:|initdb: error:", lambda line: _stopped(line, data)),
        ],
        lambda line: _stopped(line, data),
    )


def _password_file(folder: Path) -> Path:
    """The administrator's password, which nobody keeps: single-user mode needs none."""
    file = folder / "administrator.password"
    file.touch(mode=0o600)
    file.write_text(secrets.token_urlsafe(24))
    if user := places.ordinary_user():
        os.chown(file, user["user"], user["group"])
    return file


def _run(command: Sequence[str | Path], data: Path, text: str = "") -> str:
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
        raise explain(done.stdout, data)
    return done.stdout


def _damaged(line: str, data: Path) -> problems.CannotStart:
    return problems.damaged("PostgreSQL", data, _reason(line), RESTORE)


def _stopped(line: str, data: Path) -> problems.CannotStart:
    return problems.CannotStart(f"PostgreSQL cannot run on {data}: {_reason(line)}.")


def _reason(line: str) -> str:
    return re.split(r"(?:FATAL|PANIC|ERROR|error):\s*", line)[-1]
