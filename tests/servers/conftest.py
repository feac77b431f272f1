"""Folders that servers of any user can reach, and disks that are full or locked."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from backend.core.embedded import Servers
from tests.servers.city import City, temporary_folder


@pytest.fixture
def folder() -> Iterator[Path]:
    """An empty folder that is removed afterwards."""
    with temporary_folder() as made:
        yield made


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
