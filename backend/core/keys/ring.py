"""The keys as one process knows them, read again every second."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import msgspec
import structlog

from backend.core import clock, db, resealing, sealing
from backend.core.keys.changes import ensure
from backend.core.keys.schemas import KEPT, Key, Purpose
from backend.core.keys.secrets import open_secret
from backend.core.problems import is_passing_fault

RELOAD_SECONDS = 1.0
# How often unknown key ids may make this process read the keys again.
REFRESH_PAUSE_SECONDS = 0.2

ALIVE = """
select kid, purpose, state, public, private_sealed, retired_at
from signing_key left join unnest($1::text[], $2::timestamptz[]) as kept (purpose, since) using (purpose)
where state in ('next', 'current') or (state = 'retired' and retired_at > kept.since)
order by created_at
"""

events = structlog.get_logger()


class Keyring:
    """The keys that are alive, by id; `version` grows whenever they change."""

    def __init__(self) -> None:
        self.keys: dict[str, Key] = {}
        self.version = 0
        self._loaded_at = 0.0
        self._loading = asyncio.Lock()

    def current(self, purpose: Purpose) -> Key:
        """The key that signs for `purpose`."""
        return next(key for key in self.published(purpose) if key.state == "current")

    def published(self, purpose: Purpose) -> list[Key]:
        """What verifiers should know: the keys that sign, will sign, or signed something still alive."""
        return [key for key in self.keys.values() if key.purpose == purpose]

    async def find(self, purpose: Purpose, kid: str) -> Key | None:
        """The key that verifies `kid` for `purpose`; one that is not known here is looked up once more."""
        key = self.keys.get(kid)
        if key is None or key.state == "next":
            await self.refresh()
            key = self.keys.get(kid)
        return key if key is not None and key.purpose == purpose and key.verifies else None

    async def refresh(self) -> None:
        """Read the keys again; callers at the same time share one reading, and readings keep a pause."""
        time = asyncio.get_running_loop().time
        asked_at = time()
        async with self._loading:
            if self._loaded_at > asked_at:
                return
            await asyncio.sleep(max(0.0, self._loaded_at + REFRESH_PAUSE_SECONDS - asked_at))
            await self._load()
            self._loaded_at = time()

    async def _load(self) -> None:
        now = clock.now()
        async with db.pool().acquire() as connection:
            rows = await connection.fetch(ALIVE, list(KEPT), [now - kept for kept in KEPT.values()])
            generation = await connection.fetchval("select max(generation) from field_key")
        sealing.use_generation(generation or 1)
        found = {row["kid"]: self._open(row) for row in rows}
        if found != self.keys:
            self.keys = found
            self.version += 1

    def _open(self, row: "asyncpg.Record") -> Key:
        known = self.keys.get(row["kid"])
        if known is not None:
            return msgspec.structs.replace(known, state=row["state"], retired_at=row["retired_at"])
        secret = open_secret(row["kid"], row["private_sealed"])
        return Key(row["kid"], row["purpose"], row["state"], row["public"], secret, row["retired_at"])


_running: list[Keyring] = []


def ring() -> Keyring:
    """The key ring of this process."""
    if not _running:
        raise RuntimeError("keys.running() is not entered")
    return _running[-1]


@asynccontextmanager
async def running() -> AsyncIterator[Keyring]:
    """The key ring, made complete if keys are missing and kept fresh, as long as the block runs."""
    await resealing.learn()  # before a new key is sealed
    await ensure()
    found = Keyring()
    await found.refresh()
    _running.append(found)
    reloading = asyncio.create_task(_reload_for_ever(found))
    try:
        yield found
    finally:
        _running.remove(found)
        reloading.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await reloading


async def _reload_for_ever(found: Keyring) -> None:
    while True:
        await asyncio.sleep(RELOAD_SECONDS)
        try:
            await found.refresh()
        except Exception as error:  # noqa: BLE001  # the next reading may succeed, and nothing else would try it
            if not is_passing_fault(error):
                events.error("keys.not_read", exc_info=error)
