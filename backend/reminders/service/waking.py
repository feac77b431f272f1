"""Newcomers: whoever confirms who they are is told what waited for them and is still so."""

from datetime import timedelta

from backend.core import clock, db
from backend.core.ids import id_at

LATELY = timedelta(minutes=10)
LONG = timedelta(days=30)

# Whether it is still true, and not too late, is asked before it is told.
WAKE = """
update reminder set state = 'due', reason = null, tell_at = $2
from newcomer
join resident_identity on resident_identity.account = newcomer.account
join subject on subject.kind = 'resident' and subject.index = resident_identity.id_number_index
where newcomer.confirmation > $1 and reminder.person = subject.id and reminder.state = 'unreachable'
"""


async def wake(since: timedelta = LATELY) -> int:
    """What could not be told to those who confirmed since then is due; gives how many reminders."""
    now = clock.now()
    after = id_at(int((now - since).timestamp() * 1000))
    async with db.connection() as connection:
        done: str = await connection.execute(WAKE, after, now)
    return int(done.rpartition(" ")[2])


async def wake_long() -> int:
    """The same for those of the last 30 days, should no worker have run when they came."""
    return await wake(LONG)
