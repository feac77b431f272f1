"""A resident's own inbox, on their confirmed devices only."""

import unicodedata
import uuid

import asyncpg

from backend.core import clock, db
from backend.core.actors import Resident
from backend.core.pages import Page, cut_page
from backend.core.problems import NotFound
from backend.messages.schemas import Category, Message
from backend.messages.service.kinds import kinds
from backend.messages.service.wording import path_of, word
from backend.people.service import require_confirmed

NEWEST = uuid.UUID(int=2**128 - 1)
COUNTED_MAX = 100
# How many of the newest are looked through for a word, and how many at once.
SEARCHED_MAX, SEARCHED_AT_ONCE = 2_000, 200

# An account that stood for another person before shows nothing of what that one was told.
OWN = """
account = $1 and at > coalesce((select since from account_holder where account = $1), '-infinity')
"""
LIST = f"""
select id, kind, facts, at, read_at, about, category, tier, sensitive from message
where {OWN} and id < $2 and ($4::text is null or category = $4) order by id desc limit $3
"""  # noqa: S608
COUNT = f"select count(*) from (select from message where {OWN} and read_at is null limit $2) as unread"  # noqa: S608
READ = f"update message set read_at = coalesce(read_at, $3) where {OWN} and id = $2 returning id"  # noqa: S608
READ_ALL = f"update message set read_at = $2 where {OWN} and read_at is null"  # noqa: S608


async def list_messages(
    resident: Resident,
    limit: int,
    after: uuid.UUID | None,
    category: Category | None = None,
    wanted: str | None = None,
) -> Page[Message]:
    """A page of the resident's messages, newest first, in the words that their kinds have now.

    Of one `category`; with `wanted` in their words, in either language, among the newest 2,000.
    DeviceNotConfirmed or DeviceSuspended on a device whose bearer is not surely the resident.
    """
    require_confirmed(resident)
    if wanted is not None:
        found = await _search(resident, limit + 1, after, category, _plain(wanted))
        return cut_page(found, limit, lambda one: one, lambda one: one.id)
    rows = await _read(resident, limit + 1, after, category)
    return cut_page(rows, limit, _view, lambda row: row["id"])


async def _read(
    resident: Resident, limit: int, after: uuid.UUID | None, category: Category | None
) -> list[asyncpg.Record]:
    async with db.connection() as connection:
        rows: list[asyncpg.Record] = await connection.fetch(
            LIST, resident.account, after or NEWEST, limit, category
        )
    return rows


async def _search(
    resident: Resident, limit: int, after: uuid.UUID | None, category: Category | None, wanted: str
) -> list[Message]:
    found: list[Message] = []
    for _ in range(SEARCHED_MAX // SEARCHED_AT_ONCE):
        rows = await _read(resident, SEARCHED_AT_ONCE, after, category)
        found += [message for message in map(_view, rows) if _has(message, wanted)]
        if len(found) >= limit or len(rows) < SEARCHED_AT_ONCE:
            break
        after = rows[-1]["id"]
    return found[:limit]


async def count_unread(resident: Resident) -> int:
    """How many of the resident's messages are unread, counted up to 100; refused as `list_messages` is."""
    require_confirmed(resident)
    async with db.connection() as connection:
        found: int = await connection.fetchval(COUNT, resident.account, COUNTED_MAX)
    return found


async def mark_read(resident: Resident, message: uuid.UUID) -> None:
    """Note that the resident has read a message; the first time counts. NotFound unless it is theirs.

    What waits to be carried to them besides is not carried any more.
    """
    require_confirmed(resident)
    async with db.connection() as connection:
        if await connection.fetchval(READ, resident.account, message, clock.now()) is None:
            raise NotFound


async def mark_all_read(resident: Resident) -> None:
    """Note that the resident has read all their messages."""
    require_confirmed(resident)
    async with db.connection() as connection:
        await connection.execute(READ_ALL, resident.account, clock.now())


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _has(message: Message, wanted: str) -> bool:
    texts = (message.title.zh, message.title.en, message.body.zh, message.body.en)
    return any(wanted in _plain(text) for text in texts)


def _view(row: asyncpg.Record) -> Message:
    kind = kinds().get(row["kind"])
    title, body = word(kind, row["facts"])
    return Message(
        id=row["id"],
        kind=row["kind"],
        category=row["category"],
        title=title,
        body=body,
        at=row["at"],
        read_at=row["read_at"],
        path=path_of(kind, row["about"]),
        tier=row["tier"],
        ref=row["about"],
        masked=row["sensitive"],
    )
