"""What a person wishes of messages; whoever never said so has the defaults."""

from datetime import time

import asyncpg

from backend.core import clock, db
from backend.core.actors import Resident
from backend.messages.rules.states import CHANNELS
from backend.messages.schemas import MessagePreferences
from backend.people.service import require_confirmed

# As the table has them.
DEFAULTS = MessagePreferences(
    muted=[],
    channels=list(CHANNELS),
    locale="zh-CN",
    silent=False,
    quiet_from="21:00",
    quiet_to="08:00",
    staff_may_call=True,
)

READ = """
select muted, channels, locale, silent, quiet_from, quiet_to, staff_may_call
from held_preference where account = $1
"""
WRITE = """
insert into message_preference
    (account, muted, channels, locale, silent, quiet_from, quiet_to, staff_may_call, updated_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
on conflict (account) do update set muted = $2, channels = $3, locale = $4, silent = $5, quiet_from = $6,
    quiet_to = $7, staff_may_call = $8, updated_at = $9
"""


async def read_preferences(resident: Resident) -> MessagePreferences:
    """What the resident wishes; DeviceNotConfirmed or DeviceSuspended as for the inbox."""
    require_confirmed(resident)
    async with db.connection() as connection:
        row = await connection.fetchrow(READ, resident.account)
    return DEFAULTS if row is None else _view(row)


async def write_preferences(resident: Resident, wished: MessagePreferences) -> MessagePreferences:
    """Keep what the resident wishes from now on, also for what is queued; refused as reading is."""
    require_confirmed(resident)
    async with db.connection() as connection:
        await connection.execute(
            WRITE,
            resident.account,
            sorted(set(wished.muted)),
            [channel for channel in CHANNELS if channel in wished.channels],
            wished.locale,
            wished.silent,
            time.fromisoformat(wished.quiet_from),
            time.fromisoformat(wished.quiet_to),
            wished.staff_may_call,
            clock.now(),
        )
    return await read_preferences(resident)


def _view(row: asyncpg.Record) -> MessagePreferences:
    return MessagePreferences(
        muted=row["muted"],
        channels=row["channels"],
        locale=row["locale"],
        silent=row["silent"],
        quiet_from=f"{row['quiet_from']:%H:%M}",
        quiet_to=f"{row['quiet_to']:%H:%M}",
        staff_may_call=row["staff_may_call"],
    )
