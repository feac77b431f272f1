"""What readers verified without a network, kept beside what the city verified."""

import uuid
from datetime import date, datetime
from typing import NamedTuple

from backend.city_codes.service.counting import count_offline
from backend.city_codes.service.partitions import make_offline_partitions
from backend.core.batches import Connection


class OfflineVerification(NamedTuple):
    """One check of a reader alone, in the order of the table's columns."""

    day: date
    key: uuid.UUID
    sequence: int
    cid: bytes
    slot: int
    counter: int | None
    mark: bytes
    kid: int | None
    status: int | None
    id: uuid.UUID
    number: int
    reader: uuid.UUID
    venue: uuid.UUID
    organisation: uuid.UUID
    at: datetime
    received_at: datetime
    scene: str
    shown: str
    reason: str | None
    degraded: bool
    doubt: str | None


async def record_offline(connection: Connection, rows: list[OfflineVerification]) -> None:
    """Keep `rows`, which must be new; in the caller's transaction."""
    await make_offline_partitions(connection, {row.day for row in rows})
    await connection.copy_records_to_table(
        "offline_verification", records=rows, columns=OfflineVerification._fields
    )
    await count_offline(connection, rows)
