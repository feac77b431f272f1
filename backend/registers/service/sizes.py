"""How much the registers hold, as PostgreSQL believes when it plans."""

from backend.core import db


async def learn_sizes() -> None:
    """Let PostgreSQL count now; by itself it does so a minute later at the earliest.

    Until it has, it plans for empty tables, and a question about everybody takes a hundred times as long.
    """
    async with db.pool().acquire() as connection:
        await connection.execute("analyze record, subject")
