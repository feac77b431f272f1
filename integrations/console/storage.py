"""Files in a local folder, each written beside its place and then moved there."""

import asyncio
import contextlib
import os
import secrets
from collections.abc import AsyncIterable, AsyncIterator
from pathlib import Path

from backend.applications.errors import NoSuchFile, StorageAway

PIECE_BYTES = 256 * 1024
AWAY_SECONDS = 30


class Folder:
    """As `Storage`, below `root`; the folder and its files are their owner's only."""

    def __init__(self, root: Path) -> None:
        self._root = root

    async def put(self, key: str, content: AsyncIterable[bytes]) -> None:
        """As `Storage.put`."""
        place = self._place(key)
        draft = place.with_name(f".{place.name}.{secrets.token_hex(4)}")
        try:
            await asyncio.to_thread(_open, draft, self._root)
            async for piece in content:
                await asyncio.to_thread(_append, draft, piece)
            await asyncio.to_thread(_finish, draft, place)
        except OSError as error:
            raise StorageAway(retry_after_seconds=AWAY_SECONDS) from error
        finally:
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)

    async def get(self, key: str) -> AsyncIterator[bytes]:
        """As `Storage.get`."""
        try:
            file = await asyncio.to_thread(self._place(key).open, "rb")
        except FileNotFoundError:
            raise NoSuchFile from None
        except OSError as error:
            raise StorageAway(retry_after_seconds=AWAY_SECONDS) from error
        with file:
            while piece := await asyncio.to_thread(file.read, PIECE_BYTES):
                yield piece

    async def remove(self, key: str) -> None:
        """As `Storage.remove`."""
        try:
            await asyncio.to_thread(self._place(key).unlink, missing_ok=True)
        except OSError as error:
            raise StorageAway(retry_after_seconds=AWAY_SECONDS) from error

    async def exists(self, key: str) -> bool:
        """As `Storage.exists`."""
        return await asyncio.to_thread(self._place(key).is_file)

    def _place(self, key: str) -> Path:
        place = (self._root / key).resolve()
        if not place.is_relative_to(self._root.resolve()):
            raise ValueError(f"the key {key!r} leads out of the storage")
        return place


def _open(draft: Path, root: Path) -> None:
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft.parent.mkdir(parents=True, exist_ok=True)
    draft.touch(mode=0o600)


def _append(draft: Path, piece: bytes) -> None:
    with draft.open("ab") as file:
        file.write(piece)


def _finish(draft: Path, place: Path) -> None:
    """Put the file into its place for good: once this returns, also a power cut leaves it there."""
    for path, rename in ((draft, True), (place.parent, False)):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
        if rename:
            draft.rename(place)
