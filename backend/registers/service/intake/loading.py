"""Checked rows into the database: set against set, all or none."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import datetime
from typing import Any

from backend.core import db
from backend.core.batches import Connection
from backend.core.ids import new_id, new_id_text
from backend.core.sealing import seal
from backend.registers.schemas.intake import Intake
from backend.registers.service import newest, subjects
from backend.registers.service.intake import statements
from backend.registers.service.intake.checking import Arrived, Checker

# A batch of the largest size, on a machine that does much else.
STATEMENT_SECONDS = 300
TURN_ROWS = 1_000


async def load(checker: Checker, register: str, department: str, key: uuid.UUID, now: datetime) -> Intake:
    """Write the batch's rows, in the open transaction, and tell what became of them.

    A row that says nothing new is neither sealed nor sent: most of a register that is handed in every night.
    """
    async with db.transaction(), db.connection() as connection:
        await connection.execute(statements.LOCK, f"{register}/{department}", timeout=STATEMENT_SECONDS)
        await connection.execute(statements.PREPARE)
        verdicts = await _compare(connection, checker.rows, register, department)
        rows = await _leave_out(connection, checker.rows) if verdicts else checker.rows
        await _send(connection, checker, rows, now)
        batch = new_id()
        values = (register, department, now, batch, checker.kind, checker.related_kind)
        if verdicts:
            await _execute(connection, statements.SUPERSEDE, now)
            await _execute(connection, statements.CHANGE, *values)
        created = int((await _execute(connection, statements.CREATE, *values)).split()[-1])
        answer = _tell(batch, len(checker.rows), created, verdicts)
        await _execute(
            connection, statements.KEEP, batch, register, department, key, now, answer.received,
            answer.created, answer.changed, answer.unchanged, answer.deleted, answer.outdated,
        )  # fmt: skip
    return answer


async def _compare(
    connection: Connection, rows: list[Arrived], register: str, department: str
) -> dict[str, int]:
    """How many rows the city has in one way or another, by verdict; the same said later is fresher now."""
    seen = ((row[0], row[5], row[8], row[9]) for row in rows)
    await _copy(connection, "seen", seen)
    await _execute(connection, statements.KNOW, register, department)
    verdicts = {row["verdict"]: row["rows"] for row in await connection.fetch(statements.COUNT)}
    if "unchanged" in verdicts:
        await _execute(connection, statements.REFRESH)
    return verdicts


async def _leave_out(connection: Connection, rows: list[Arrived]) -> list[Arrived]:
    """The rows that say something new."""
    staying = {row[0] for row in await connection.fetch(statements.STAYING)}
    return [row for row in rows if row[0] not in staying]


async def _send(connection: Connection, checker: Checker, rows: list[Arrived], now: datetime) -> None:
    sealed_subjects = await asyncio.to_thread(lambda: list(_seal_subjects(checker, rows)))
    await _copy(connection, "arriving_subject", sealed_subjects)
    await _execute(connection, statements.ADD_SUBJECTS, now)
    sealed_rows = await asyncio.to_thread(lambda: list(_seal_rows(rows)))
    await _copy(connection, "arriving", sealed_rows)


def _seal_subjects(checker: Checker, rows: list[Arrived]) -> Iterator[tuple[object, ...]]:
    # In one order in every batch: two that bring the same new people would else wait for each other.
    for index in sorted({index for row in rows for index in row[1:3] if index is not None}):
        kind, number = checker.numbers[index]
        yield new_id_text(), kind, index, seal(number, field=subjects.SEALED_AS)


def _seal_rows(rows: list[Arrived]) -> Iterator[tuple[object, ...]]:
    for external_id, subject, related, facts, hidden, *rest in rows:
        sealed = seal(hidden, field=newest.SEALED_AS) if hidden else None
        yield new_id_text(), external_id, subject, related, facts, sealed, *rest


async def _copy(connection: Connection, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
    await connection.copy_records_to_table(table, records=_in_turns(rows), timeout=STATEMENT_SECONDS)


async def _in_turns(rows: Iterable[tuple[Any, ...]]) -> AsyncIterator[tuple[Any, ...]]:
    """The rows, with a turn for everybody else now and then: asyncpg encodes all of them in one go."""
    for place, row in enumerate(rows):
        if place % TURN_ROWS == 0:
            await asyncio.sleep(0)
        yield row


async def _execute(connection: Connection, statement: str, *values: Any) -> str:
    done: str = await connection.execute(statement, *values, timeout=STATEMENT_SECONDS)
    return done


def _tell(batch: uuid.UUID, received: int, created: int, verdicts: dict[str, int]) -> Intake:
    changed, deleted, outdated = (verdicts.get(name, 0) for name in ("changed", "deleted", "outdated"))
    return Intake(
        batch=batch,
        received=received,
        created=created,
        changed=changed,
        # Also what was never here and is gone.
        unchanged=received - created - changed - deleted - outdated,
        deleted=deleted,
        outdated=outdated,
    )
