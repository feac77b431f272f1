"""What one process keeps at hand to issue and verify codes."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from backend.city_codes.service.code_keys import CodeKeys
from backend.city_codes.service.known_tokens import KnownTokens
from backend.city_codes.service.partitions import make_partitions
from backend.city_codes.service.sessions import (
    AccessToken,
    Session,
    Standing,
    read_access_token,
    read_standings,
)
from backend.city_codes.service.settling import CarriedItem, Item, Outcome, settle, settle_carried
from backend.city_codes.service.waiting import Waiting
from backend.core.batches import Lanes
from backend.core.settings import Settings
from backend.places.service import ReaderToken, read_reader_token


class Desk:
    """The lanes to the database, the codes' keys, the tokens seen lately, and the phones that wait."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.codes = CodeKeys()
        self.verifications: Lanes[Item, Outcome] = Lanes("verifications", settle)
        self.carried: Lanes[CarriedItem, Outcome] = Lanes("carried", settle_carried, count=1)
        self.sessions: Lanes[Session, Standing] = Lanes("sessions", read_standings)
        self.readers: KnownTokens[ReaderToken] = KnownTokens(read_reader_token)
        self.residents: KnownTokens[AccessToken] = KnownTokens(read_access_token)
        self.waiting = Waiting()


_open: list[Desk] = []


def desk() -> Desk:
    """The desk of this process."""
    if not _open:
        raise RuntimeError("city_codes.running() is not entered")
    return _open[-1]


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[Desk]:
    """The desk, open as long as the block runs; the database and the key ring must be there."""
    database_url = settings.database_url or ""
    await make_partitions()
    opened = Desk(settings)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(opened.verifications.running(database_url))
        await stack.enter_async_context(opened.carried.running(database_url))
        await stack.enter_async_context(opened.sessions.running(database_url))
        await stack.enter_async_context(opened.waiting.running())
        _open.append(opened)
        try:
            yield opened
        finally:
            _open.remove(opened)
