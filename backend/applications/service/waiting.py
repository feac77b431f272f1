"""Corrections that nobody answers: somebody at the desk calls, or decides without them."""

from datetime import timedelta

from backend.core import clock, db
from backend.staff.service import open_task

UNANSWERED = timedelta(days=30)
# Long enough for a city that stood still for weeks; a task is left once, however often it is seen.
LOOKED_BACK = timedelta(days=90)
BITE = 1_000

FIND = """
select id, version, number, department, division from application
where state = 'correction-asked' and updated_at between $1 and $2 order by updated_at desc limit $3
"""


async def tell_unanswered() -> int:
    """Leave a task for the desk where nobody has answered for 30 days; returns how many wait so.

    Nothing is withdrawn by itself: why somebody does not answer is for a person to find out.
    """
    now = clock.now()
    async with db.transaction(), db.connection() as connection:
        rows = await connection.fetch(FIND, now - LOOKED_BACK, now - UNANSWERED, BITE)
        for row in rows:
            await open_task(
                "correction-unanswered",
                row["department"],
                row["division"],
                row["id"],
                {"number": row["number"]},
                None,
                key=f"correction-unanswered:{row['id']}:{row['version']}",
            )
    return len(rows)
