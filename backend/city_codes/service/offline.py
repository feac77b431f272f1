"""What readers verified without a network, kept beside what the city verified."""

import uuid
from datetime import date, datetime, timedelta
from typing import NamedTuple

from backend.city_codes.service.counting import count_offline
from backend.city_codes.service.partitions import make_offline_partitions
from backend.core import clock
from backend.core.batches import Connection

# Of one code at one reader: more would let a reader fill the holder's list.
RECORDS_PER_CODE_MAX = 10

# The holder goes on with a higher counter; whoever has an older code, or a copy of the key, does not.
USE_UP = """
insert into credential_use (day, cid, counter)
select day, cid, max(counter) from offline_verification
where day between greatest($1, $6::date) and $2 and key = $3 and sequence between $4 and $5
    and reason is null and counter is not null
group by day, cid order by day, cid
on conflict (day, cid) do update set counter = excluded.counter
where credential_use.counter < excluded.counter
"""
REMOVE_REPEATED = """
delete from offline_verification as fresh
where day between $1 and $2 and key = $3 and sequence between $4 and $5 and $6 <= (
    select count(*) from offline_verification as earlier
    where earlier.day = fresh.day and earlier.cid = fresh.cid and earlier.slot = fresh.slot
        and earlier.mark = fresh.mark and earlier.key = fresh.key and earlier.sequence < fresh.sequence
)
"""


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


async def use_up(
    connection: Connection, key: uuid.UUID, first: int, last: int, from_day: date, to_day: date
) -> None:
    """Let the city, too, refuse what a reader accepted alone in the records `first` to `last`.

    Once this is committed, what the city accepted before is there to be found, and it accepts nothing after.
    Records of a code that the reader handed in ten times already are removed.
    """
    records = (from_day, to_day, key, first, last)
    await connection.execute(REMOVE_REPEATED, *records, RECORDS_PER_CODE_MAX)
    # A credential lives for a day.
    await connection.execute(USE_UP, *records, clock.now().date() - timedelta(days=1))
