"""Telling a resident something, once."""

import uuid
from collections.abc import Mapping

import msgspec

from backend.core import clock, db
from backend.core.ids import new_id
from backend.messages.rules import Fact, keep
from backend.messages.service.kinds import kinds, wanted_facts

SEND = """
insert into message (id, account, kind, facts, key, at) values ($1, $2, $3, $4, $5, $6)
on conflict (account, key) do nothing
"""


async def send(account: uuid.UUID, kind: str, facts: Mapping[str, Fact], *, key: str) -> None:
    """Put a message into the account's inbox once the open transaction has committed; once for each `key`.

    `kind` is a file of content/messages. `facts` for its {places}: a text, a text in both languages
    ({"zh-CN", "en"}), or an instant; nothing that identifies anybody. Outside a transaction this is a
    RuntimeError; an unknown kind, or a fact that is missing or none, is a ValueError.
    """
    if not db.in_transaction():
        raise RuntimeError("send() needs an open transaction")
    known = kinds().get(kind)
    if known is None:
        raise ValueError(f"there is no kind of message {kind!r}")
    kept = keep(facts)
    missing = wanted_facts(known) - kept.keys() - known.otherwise.keys()
    if missing:
        raise ValueError(f"{kind}: nobody said {', '.join(sorted(missing))}")
    text = msgspec.json.encode(kept).decode()
    async with db.connection() as connection:
        await connection.execute(SEND, new_id(), account, kind, text, key, clock.now())
