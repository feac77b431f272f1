"""Telling residents something, each of them once, and queueing it for the ways that lead to them."""

import uuid
from collections.abc import Mapping, Sequence

import msgspec

from backend.core import clock, db
from backend.core.ids import new_id
from backend.messages.rules import Fact, keep, places
from backend.messages.schemas import Kind
from backend.messages.service.kinds import kinds, wanted_facts
from backend.messages.service.own_contacts import THEIRS

ROWS_MAX = 1_000

# Who muted the category is left out, unless the message is statutory. Who wishes nothing has the defaults.
# A message's deliveries are made with it or not at all; one of them for each way that is open and wished for.
SEND = f"""
with given as (
    select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::uuid[], $7::text[],
        $8::text[], $9::boolean[], $10::boolean[], $11::boolean[])
        as given (id, account, kind, facts, key, ref, category, tier, sensitive, urgent, texted)
), wanted as (
    select given.*, wish.channels, case when urgent then $12 else
        wake_at($12, coalesce(wish.quiet_from, '21:00'), coalesce(wish.quiet_to, '08:00'), given.account)
        end as due_at
    from given left join held_preference wish on wish.account = given.account
    where tier = 'statutory' or category = 'security' or wish.muted is null or category <> all(wish.muted)
), told as (
    insert into message (id, account, kind, facts, key, at, about, category, tier, sensitive)
    select id, account, kind, facts::json, key, $12, ref, category, tier, sensitive from wanted
    order by account, key
    on conflict (account, key) do nothing
    returning id
), queued as (
    insert into delivery (id, message, account, channel, contact, urgent, state, created_at, due_at, next_at)
    select uuidv7(), id, account, way.channel, way.contact, urgent, 'queued', $12, due_at, due_at
    from told join wanted using (id)
    cross join lateral (
        select 'sms' as channel, null::uuid as contact, 1 as place where texted
        union all
        select channel, contact.id, row_number() over (partition by channel order by contact.id desc)
        from contact
        where contact.account = wanted.account and channel <> 'sms'
            and confirmed_at is not null and {THEIRS}
    ) as way
    where (channels is null or way.channel = any(channels))
        and place <= case way.channel when 'push' then $13 else 1 end
)
select count(*) from told
"""  # noqa: S608
PUSHES_MAX = 5
WITHDRAW = """
update delivery set state = 'cancelled', error = 'withdrawn', next_at = null, ended_at = $2
from message where message.id = delivery.message and message.about = any($1::uuid[])
    and delivery.state = 'queued'
"""


class Outgoing(msgspec.Struct, frozen=True, kw_only=True):
    """A message for an account, of a `kind` (a file of content/messages), once for each `key` (≤ 128).

    `facts` for its {places}: a text of at most 300 characters, a text in both languages ({"zh-CN", "en"}), an
    instant, or a date; nothing that identifies anybody. `ref`: what it is about, for its path and for
    `withdraw`. `statutory`: never muted, whatever its kind is. `sensitive`: screens that others see, and text
    messages, only say that there is one.
    """

    account: uuid.UUID
    kind: str
    facts: Mapping[str, Fact]
    key: str
    ref: uuid.UUID | None = None
    statutory: bool = False
    sensitive: bool = False


async def send(
    account: uuid.UUID, kind: str, facts: Mapping[str, Fact], *, key: str, ref: uuid.UUID | None = None
) -> None:
    """Put one message into the account's inbox once the open transaction has committed; as `send_many`."""
    await send_many([Outgoing(account=account, kind=kind, facts=facts, key=key, ref=ref)])


async def send_many(rows: Sequence[Outgoing]) -> int:
    """Put messages into inboxes, and queue them for delivery, once the open transaction has committed.

    At most 1,000 at once, in one statement. Returns how many are new: an account gets one message for each
    `key`, and none of a category that it muted. Outside a transaction this is a RuntimeError; an unknown
    kind, or a fact that is missing or none, is a ValueError, and then nobody is told anything.
    """
    if not db.in_transaction():
        raise RuntimeError("send() needs an open transaction")
    if len(rows) > ROWS_MAX:
        raise ValueError(f"{ROWS_MAX} messages at once, not {len(rows)}")
    columns = list(zip(*(_prepare(row) for row in rows), strict=True))
    if not columns:
        return 0
    async with db.connection() as connection:
        new: int = await connection.fetchval(SEND, *columns, clock.now(), PUSHES_MAX)
    return new


def _prepare(row: Outgoing) -> tuple[object, ...]:
    """The columns of `given` for one message."""
    kind = kinds().get(row.kind)
    if kind is None:
        raise ValueError(f"there is no kind of message {row.kind!r}")
    kept = keep(row.facts)
    known = kept.keys() | kind.otherwise.keys()
    if missing := wanted_facts(kind) - known:
        raise ValueError(f"{row.kind}: nobody said {', '.join(sorted(missing))}")
    return (
        new_id(),
        row.account,
        row.kind,
        msgspec.json.encode(kept).decode(),
        row.key,
        row.ref,
        kind.category,
        "statutory" if row.statutory else kind.tier,
        row.sensitive,
        kind.urgent or kind.category == "security",
        _is_texted(kind, known),
    )


def _is_texted(kind: Kind, known: set[str]) -> bool:
    return kind.sms is not None and places(kind.sms.zh) <= known


async def withdraw(refs: Sequence[uuid.UUID]) -> int:
    """Carry nothing more of messages about `refs` to anybody; they stay in the inboxes. Returns how many."""
    async with db.connection() as connection:
        done: str = await connection.execute(WITHDRAW, list(refs), clock.now())
    return int(done.rpartition(" ")[2])
