"""What this domain needs from outside the city's own house."""

from collections.abc import AsyncIterable, AsyncIterator
from typing import Protocol, runtime_checkable


# Litestar 2.25 checks what it injects by isinstance.
@runtime_checkable
class Storage(Protocol):
    """Where files lie, each whole or not at all, under a key such as `uploads/0198…/0198…`.

    A storage that is away raises StorageAway.
    """

    async def put(self, key: str, content: AsyncIterable[bytes]) -> None:
        """Keep `content` under `key`; what lay there before is replaced, and on an error stays."""

    def get(self, key: str) -> AsyncIterator[bytes]:
        """The content under `key`, in pieces; NoSuchFile when there is none."""
        ...

    async def remove(self, key: str) -> None:
        """Remove what lies under `key`; nothing to remove is well, too."""

    async def exists(self, key: str) -> bool:
        """Whether something lies under `key`."""
        ...
