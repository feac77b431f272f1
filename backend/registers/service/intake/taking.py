"""A department's batch, from its first byte to the answer."""

import asyncio
import hashlib
import threading
from collections.abc import AsyncIterator, Callable
from typing import NamedTuple

import structlog

from backend.core import audit, clock, idempotency, limits
from backend.core.actors import Department
from backend.core.problems import Busy, TooLarge, TooManyRequests
from backend.core.settings import Settings
from backend.registers.errors import NotYourRegister, RowsRefused, WrongFormat
from backend.registers.rules.reasons import Reason
from backend.registers.schemas.intake import Intake
from backend.registers.service.catalogue import find_register
from backend.registers.service.intake.checking import Checker, tell
from backend.registers.service.intake.csv_rows import Csv
from backend.registers.service.intake.framing import Framer, RowTooLong
from backend.registers.service.intake.json_lines import JsonLines
from backend.registers.service.intake.loading import load
from backend.registers.service.intake.reading import Format, HeaderError
from backend.registers.service.intake.shapes import RowShape, row_shape

BODY_BYTES_MAX = 64 * 1024 * 1024
DAY_SECONDS = 86_400
# Rows are checked in threads beside the loop that answers everybody else; more would keep it from its turn.
CHECKING_AT_ONCE = 1
# A batch is held in memory, up to some hundred megabytes, until all of it has come; a slow one is cut off.
BATCHES_AT_ONCE = 6
RECEIVE_SECONDS = 600
BUSY_SECONDS = 10

FORMATS: dict[str, Callable[[RowShape], Format]] = {"application/x-ndjson": JsonLines, "text/csv": Csv}

events = structlog.get_logger()
_room = threading.Semaphore(BATCHES_AT_ONCE)
_checking = asyncio.Semaphore(CHECKING_AT_ONCE)


class Sent(NamedTuple):
    """How a body comes: its headers as they are, and its bytes."""

    content_type: str
    content_encoding: str
    chunks: AsyncIterator[bytes]


async def take_in(department: Department, register: str, sent: Sent, key: str, settings: Settings) -> Intake:
    """Check a batch while it arrives and load it, all or none; sent again under its `key`, it is answered.

    NotFound, NotYourRegister, WrongFormat, WrongEncoding, RowsRefused with each mistake, TooManyRows,
    TooLarge over 64 MB, TooManyRequests beyond the key's calls or rows of the day, Busy when six batches are
    on their way to this process already.
    """
    if find_register(register).department != department.department:
        raise NotYourRegister
    format_ = _find_format(sent, register)
    await _count(department, "calls", 1, department.calls_a_day)
    if not _room.acquire(blocking=False):
        raise Busy(retry_after_seconds=BUSY_SECONDS)
    try:
        return await _take(department, register, sent, format_, key, settings)
    finally:
        _room.release()


async def _take(
    department: Department, register: str, sent: Sent, format_: Format, key: str, settings: Settings
) -> Intake:
    now = clock.now()
    checker = Checker(register, now, clock.today(), synthetic=settings.is_demo)
    async with asyncio.timeout(RECEIVE_SECONDS):
        said = await _check(checker, format_, sent.chunks)
    await _count(department, "rows", len(checker.rows), department.rows_a_day)

    async def work() -> Intake:
        answer = await load(checker, register, department.department, department.key, now)
        by = audit.By("department", department.key, department.department)
        await audit.note("records-received", by, register=register, batch=str(answer.batch))
        return answer

    wish = (register, sent.content_type, said)
    answer = await idempotency.once(f"registers:{department.key}", key, wish, Intake, work)
    events.info("registers.taken", register=register, rows=answer.received, created=answer.created)
    return answer


def _find_format(sent: Sent, register: str) -> Format:
    media_type, _, parameters = sent.content_type.lower().partition(";")
    charset = parameters.replace(" ", "").replace('"', "")
    made = FORMATS.get(media_type.strip())
    if made is None or charset not in ("", "charset=utf-8", "header=present", "charset=utf8"):
        raise WrongFormat
    if sent.content_encoding not in ("", "identity"):
        raise WrongFormat
    return made(row_shape(register))


async def _check(checker: Checker, format_: Format, chunks: AsyncIterator[bytes]) -> str:
    """The SHA-256 of what came, once each row of it was checked."""
    framer, hashed, size = Framer(format_.find_end), hashlib.sha256(), 0

    def take(block: bytes) -> None:
        hashed.update(block)
        try:
            checker.take(format_.read(block), format_.first)
        except HeaderError as error:
            raise RowsRefused(rows=[tell(1, *mistake) for mistake in error.mistakes], more=False) from None

    async for chunk in chunks:
        size += len(chunk)
        if size > BODY_BYTES_MAX:
            raise TooLarge
        try:
            block = framer.feed(chunk)
        except RowTooLong:
            raise RowsRefused(rows=[tell(checker.next_row, None, Reason.TOO_LONG)], more=False) from None
        if block:
            async with _checking:
                await asyncio.to_thread(take, block)
    if rest := framer.rest().rstrip(b"\r\n"):
        async with _checking:
            await asyncio.to_thread(take, rest)
    checker.refuse_mistakes()
    return hashed.hexdigest()


async def _count(department: Department, what: str, cost: int, limit: int) -> None:
    """Count against the key's day; what was too much is given back, so that a smaller batch may come."""
    scope, key = f"registers.{what}", str(department.key)
    try:
        await limits.count(scope, key, limit=limit, window_seconds=DAY_SECONDS, cost=cost)
    except TooManyRequests:
        await limits.count(scope, key, limit=limit, window_seconds=DAY_SECONDS, cost=-cost)
        raise
