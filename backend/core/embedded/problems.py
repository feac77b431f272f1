"""Why a server could not start, in one sentence for the person at the terminal."""

from pathlib import Path


class CannotStart(Exception):
    """The sentence to print before leaving with an error."""


class PortInUse(CannotStart):
    """Somebody else listens on the port; who asked for free ports tries another."""


def port_in_use(port: int, setting: str) -> PortInUse:
    """Says which port is taken and how to choose another."""
    return PortInUse(f"Port {port} is in use by another program: stop it or set {setting} to a free port.")


def disk_full(folder: Path) -> CannotStart:
    """Says which disk has no room left."""
    return CannotStart(f"The disk that holds {folder} is full: make room there and start again.")


def not_writable(folder: Path) -> CannotStart:
    """Says which folder refuses what we write."""
    return CannotStart(
        f"The data folder {folder} cannot be written: make it writable or set YIMA_DATA to another."
    )


def damaged(server: str, folder: Path, reason: str, remedy: str) -> CannotStart:
    """Says which folder a server cannot read, and what helps."""
    return CannotStart(f"The data folder of {server}, {folder}, is damaged ({reason}): {remedy}.")


def already_running(folder: Path, process: str) -> CannotStart:
    """Says who else uses the data folder."""
    return CannotStart(
        f"Another Yima (process {process}) already runs on {folder}: stop it or set YIMA_DATA to another."
    )
