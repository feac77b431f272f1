"""A resident's own inbox, on their confirmed devices only."""

import uuid

import asyncpg
import msgspec

from backend.core import clock, db
from backend.core.actors import Resident
from backend.core.pages import Page, cut_page
from backend.core.problems import NotFound
from backend.messages.rules import KeptFact, fill
from backend.messages.schemas import Kind, Message, Words
from backend.messages.service.kinds import kinds
from backend.people.service import require_confirmed

NEWEST = uuid.UUID(int=2**128 - 1)
COUNTED_MAX = 100

LIST = """
select id, kind, facts, at, read_at, about, category, tier, sensitive from message
where account = $1 and id < $2 order by id desc limit $3
"""
COUNT = """
select count(*) from (select from message where account = $1 and read_at is null limit $2) as unread
"""
READ = "update message set read_at = coalesce(read_at, $3) where id = $1 and account = $2 returning id"

# What stands for a message of a kind that is no longer in the content.
GENERAL_TITLE = Words("城市通知", "A notice from the city")
GENERAL_BODY = Words(
    "这条通知的内容已不再提供；如有疑问，请到服务窗口询问。",
    "The text of this notice is no longer available. Please ask at a service counter if you need it.",
)


async def list_messages(resident: Resident, limit: int, after: uuid.UUID | None) -> Page[Message]:
    """A page of the resident's messages, newest first, in the words that their kinds have now.

    DeviceNotConfirmed or DeviceSuspended on a device whose bearer is not surely the resident.
    """
    require_confirmed(resident)
    async with db.connection() as connection:
        rows = await connection.fetch(LIST, resident.account, after or NEWEST, limit + 1)
    return cut_page(rows, limit, _view, lambda row: row["id"])


async def count_unread(resident: Resident) -> int:
    """How many of the resident's messages are unread, counted up to 100; refused as `list_messages` is."""
    require_confirmed(resident)
    async with db.connection() as connection:
        found: int = await connection.fetchval(COUNT, resident.account, COUNTED_MAX)
    return found


async def mark_read(resident: Resident, message: uuid.UUID) -> None:
    """Note that the resident has read a message; the first time counts. NotFound unless it is theirs."""
    require_confirmed(resident)
    async with db.connection() as connection:
        if await connection.fetchval(READ, message, resident.account, clock.now()) is None:
            raise NotFound


def _view(row: asyncpg.Record) -> Message:
    kind = kinds().get(row["kind"])
    title, body = (GENERAL_TITLE, GENERAL_BODY) if kind is None else _words(kind, row["facts"])
    return Message(
        id=row["id"],
        kind=row["kind"],
        category=row["category"],
        title=title,
        body=body,
        at=row["at"],
        read_at=row["read_at"],
        path=_path(kind, row["about"]),
        tier=row["tier"],
        ref=row["about"],
        masked=row["sensitive"],
    )


def _words(kind: Kind, kept: str) -> tuple[Words, Words]:
    given = msgspec.json.decode(kept, type=dict[str, KeptFact])
    facts = {**msgspec.to_builtins(kind.otherwise), **given}
    title, body = (
        Words(fill(text.zh, facts, "zh-CN"), fill(text.en, facts, "en")) for text in (kind.title, kind.body)
    )
    return title, body


def _path(kind: Kind | None, ref: uuid.UUID | None) -> str | None:
    if kind is None or kind.path is None:
        return None
    if "{ref}" not in kind.path:
        return kind.path
    return None if ref is None else kind.path.replace("{ref}", str(ref))
