"""Group commit: while one batch commits, the next one gathers, and each answer leaves after its commit."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Generic, TypeAlias, TypeVar

import asyncpg
import structlog
from prometheus_client import Histogram

from backend.core.problems import Busy, is_passing_fault

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"
Item = TypeVar("Item")
Answer = TypeVar("Answer")
Batch: TypeAlias = list[tuple[Item, asyncio.Future[Answer]]]

# How long a batch is tried again after its connection died, before its callers are told to come back.
SETTLE_SECONDS = 8.0
STATEMENT_SECONDS = 5.0
CLOSE_SECONDS = 1.0
# A batch that takes longer is stuck, and another lane works beside it.
PATIENCE_SECONDS = 0.25
PAUSE_SECONDS = 0.05
PAUSE_SECONDS_MAX = 0.5

seconds = Histogram("yima_batch_seconds", "Time of a batch, by lane.", ["lane"])

events = structlog.get_logger()


class Lanes(Generic[Item, Answer]):
    """Collects items and runs them in batches on `count` connections of their own.

    `run(connection, items)` returns one answer for each item, in order, and commits by itself. Run again it
    must give the same answers: a batch whose connection died is run again on a new one, which is the only
    way to know whether it had committed.
    """

    def __init__(
        self,
        name: str,
        run: Callable[[Connection, list[Item]], Awaitable[list[Answer]]],
        *,
        count: int = 2,
        batch_max: int = 128,
        queue_max: int = 2_000,
    ) -> None:
        self.name = name
        self.queue_max = queue_max
        self._run = run
        self._seconds = seconds.labels(name)
        self._count = count
        self._batch_max = batch_max
        self._waiting: Batch[Item, Answer] = []
        self._wake = asyncio.Event()
        self._held = False
        # Asked for once: until Python 3.12 each `get_running_loop` is a system call.
        self._loop: asyncio.AbstractEventLoop | None = None

    def submit(self, item: Item) -> "asyncio.Future[Answer]":
        """The future answer for `item`; Busy when too many wait already."""
        if self._loop is None or len(self._waiting) >= self.queue_max:
            raise Busy(retry_after_seconds=1)
        answer: asyncio.Future[Answer] = self._loop.create_future()
        self._waiting.append((item, answer))
        if not self._held:
            self._wake.set()
        return answer

    @asynccontextmanager
    async def running(self, database_url: str) -> AsyncIterator[None]:
        """The lanes at work, as long as the block runs; what still waits at its end is told to come back."""
        self._loop = asyncio.get_running_loop()
        lanes = [asyncio.create_task(self._serve(database_url)) for _ in range(self._count)]
        try:
            yield
        finally:
            self._loop = None
            for lane in lanes:
                lane.cancel()
            await asyncio.gather(*lanes, return_exceptions=True)
            _fail(self._waiting, Busy(retry_after_seconds=1))

    async def _serve(self, database_url: str) -> None:
        line = Line(database_url)
        loop = asyncio.get_running_loop()
        try:
            while True:
                batch = await self._gather()
                self._held = True
                late = loop.call_later(PATIENCE_SECONDS, self._release)
                try:
                    await self._settle(line, batch)
                finally:
                    late.cancel()
                    self._release()
                    _fail(batch, Busy(retry_after_seconds=1))
        finally:
            await line.close()

    def _release(self) -> None:
        """Let a lane start: large batches are cheap, so while one is at work and not late, items wait."""
        self._held = False
        if self._waiting:
            self._wake.set()

    async def _gather(self) -> Batch[Item, Answer]:
        while True:
            await self._wake.wait()
            await asyncio.sleep(0)  # the other requests of this turn of the loop join
            self._wake.clear()
            batch, self._waiting = self._waiting[: self._batch_max], self._waiting[self._batch_max :]
            if batch:
                return batch

    async def _settle(self, line: "Line", batch: Batch[Item, Answer]) -> None:
        """Answer `batch`, over a new connection and another if need be."""
        time = asyncio.get_running_loop().time
        give_up_at = time() + SETTLE_SECONDS
        pause = PAUSE_SECONDS
        while True:
            try:
                with self._seconds.time():
                    answers = await self._run(await line.open(), [item for item, _ in batch])
            except Exception as error:  # noqa: BLE001  # a lane outlives whatever one batch meets
                line.drop()
                if not is_passing_fault(error) or time() > give_up_at:
                    events.error("batch.failed", lane=self.name, items=len(batch), exc_info=error)
                    _fail(batch, Busy(retry_after_seconds=1) if is_passing_fault(error) else error)
                    return
                events.warning("batch.again", lane=self.name, items=len(batch), error=type(error).__name__)
                await asyncio.sleep(pause)
                pause = min(pause * 2, PAUSE_SECONDS_MAX)
                continue
            for (_, waiting), answer in zip(batch, answers, strict=True):
                if not waiting.done():
                    waiting.set_result(answer)
            return


class Line:
    """A lane's connection, opened when it is needed and again when it was dropped."""

    def __init__(self, database_url: str) -> None:
        self._database_url = database_url
        self._connection: asyncpg.Connection[asyncpg.Record] | None = None

    async def open(self) -> Connection:
        """The connection, alive as far as one can know."""
        if self._connection is None or self._connection.is_closed():
            self._connection = await connect(self._database_url)
        return self._connection

    def drop(self) -> None:
        """Forget the connection: nobody knows what state it is in."""
        if self._connection is not None:
            self._connection.terminate()
            self._connection = None

    async def close(self) -> None:
        """End the connection politely."""
        if self._connection is not None and not self._connection.is_closed():
            await self._connection.close(timeout=CLOSE_SECONDS)


async def connect(database_url: str) -> Connection:
    """A connection for statements over batches: planned once, and by index whatever young statistics say."""
    return await asyncpg.connect(
        database_url,
        timeout=STATEMENT_SECONDS,
        command_timeout=STATEMENT_SECONDS,
        server_settings={
            "application_name": "yima-lane",
            "timezone": "UTC",
            "plan_cache_mode": "force_generic_plan",
            "enable_seqscan": "off",
            "enable_hashjoin": "off",
            "enable_mergejoin": "off",
            "jit": "off",
        },
    )


def _fail(batch: Batch[Item, Answer], error: Exception) -> None:
    for _, answer in batch:
        if not answer.done():
            answer.set_exception(error)
            answer.exception()  # read once, because its caller may be gone
