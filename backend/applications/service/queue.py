"""The desk's queue: what waits at a clerk's posts, filtered, sorted and searched, read off the indexes.

A page reads so many rows as it shows for each post and state, whatever a million others there are.
"""

import uuid
from collections.abc import Sequence

import asyncpg

from backend.applications.rules import numbers
from backend.applications.schemas.desk import DeskLine
from backend.applications.service import lines
from backend.applications.service.looking import note_search
from backend.applications.service.scopes import Scope, find_scopes
from backend.applications.service.selecting import Cursor, Found, Values, Wish, write
from backend.core import clock, db
from backend.core.pages import Page
from backend.people.service import find_accounts
from backend.services.service import search_ids
from backend.staff.schemas import Clerk

# A clerk who types words means one service, or a few like it.
SERVICES_MAX = 5

DUE_ON = "select due_on from application where id = $1"


async def list_queue(clerk: Clerk, wish: Wish, limit: int, after: uuid.UUID | None) -> Page[DeskLine]:
    """A page of what is handled at the clerk's posts; NotFound for a department or node that is not theirs.

    `q`: a number of an application, an applicant's ID or phone number, which is noted, or words for services.
    """
    scopes = find_scopes(clerk.posts, wish.department, wish.division)
    found = await _understand(wish.q)
    rows = await fetch(clerk, scopes, wish, found, limit + 1, after)
    if found.accounts:
        await note_search(clerk, rows)
    shown = await lines.view(rows[:limit], clerk.account)
    return Page(shown, str(rows[limit - 1]["id"]) if len(rows) > limit else None)


async def _understand(q: str | None) -> Found:
    text = (q or "").strip()
    if not text:
        return Found()
    number = numbers.read(text)
    if number is not None:
        return Found(number=number)
    accounts = await find_accounts(text, clock.today())
    if accounts is not None:
        return Found(accounts=accounts)
    return Found(services=search_ids(text, SERVICES_MAX))


async def fetch(
    clerk: Clerk, scopes: Sequence[Scope], wish: Wish, found: Found, limit: int, after: uuid.UUID | None
) -> list[asyncpg.Record]:
    """The rows, at most `limit`, in the order that was wished."""
    async with db.connection() as connection:
        cursor = None
        if after is not None:
            due_on = await connection.fetchval(DUE_ON, after) if wish.by_deadline else None
            cursor = Cursor(after, due_on)
        values = Values()
        sql = write(values, scopes, wish, clerk.account, limit, found, cursor)
        rows: list[asyncpg.Record] = await connection.fetch(sql, *values)
    return rows
