"""Folders that servers of any user can reach, and disks that are full or locked."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from backend.core.embedded import Servers
from tests.servers.city import City


@pytest.fixture
def folder() -> Iterator[Path]:
    """An empty folder in a place that `nobody` may enter, as pytest's own are not."""
    made = Path(tempfile.mkdtemp(prefix="yima-test-"))
    made.chmod(0o711)
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


@pytest.fixture
def city(folder: Path) -> City:
    """A demo city that has never been started."""
    return City(folder / "var")


@pytest.fixture
def with_data(city: City) -> City:
    """A city whose servers ran once; nothing else did."""
    with Servers(city.folder, free_ports=True):
        pass
    return city


@pytest.fixture
def started(city: City) -> City:
    """A demo city that was started and stopped once."""
    with city.up():
        pass
    return city


@contextmanager
def mounted(folder: Path, options: str) -> Iterator[bool]:
    """A file system in memory at `folder`; False, and nothing there, for users who may not mount."""
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], capture_output=True, check=False
    )
    try:
        yield done.returncode == 0
    finally:
        if done.returncode == 0:
            subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.fixture
def full_disk(folder: Path) -> Iterator[City]:
    """A city on a disk with next to no room; for users who may not mount, no file may grow instead."""
    place = folder / "full"
    place.mkdir()
    with mounted(place, "size=8m,mode=755") as is_small:
        yield City(place / "var", file_bytes_max=None if is_small else 100_000)


@pytest.fixture
def locked_folder(folder: Path) -> Iterator[Path]:
    """A folder in which nothing can be written: a read-only disk, or no permission, or not even a folder."""
    place = folder / "locked"
    place.mkdir()
    with mounted(place, "ro") as is_locked:
        if not is_locked and os.geteuid() == 0:
            place = place / "file"
            place.touch()
        elif not is_locked:
            place.chmod(0o555)
        yield place
