"""The folder in which a reader lives: for one process at a time, with keys that only its user may read."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from backend.reader.problems import FolderInUse, FolderUnusable


@contextmanager
def occupy(folder: Path) -> Iterator[Path]:
    """`folder` for this process alone, until the block ends or the process does; else FolderInUse."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = (folder / "lock").open("a")
    except OSError:
        raise FolderUnusable from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise FolderInUse from None
        yield folder


def make_key(path: Path) -> Ed25519PrivateKey:
    """The key in `path`; a new one is written there, durably and for this user alone, when there is none."""
    if path.exists():
        return read_key(path)
    key = Ed25519PrivateKey.generate()
    draft = path.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:  # noqa: PTH123  # a mode
        file.write(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    _sync_folder(path.parent)
    return key


def read_key(path: Path) -> Ed25519PrivateKey:
    """The key in `path`; FolderUnusable when there is none."""
    try:
        key = load_pem_private_key(path.read_bytes(), None)
    except (OSError, ValueError):
        raise FolderUnusable from None
    if not isinstance(key, Ed25519PrivateKey):
        raise FolderUnusable
    return key


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
