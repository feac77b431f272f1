"""Writing down what became of deliveries: the only place where their states change after a claim."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from backend.core import clock, db
from backend.core.ids import new_id
from backend.messages.rules.outcomes import Change
from backend.messages.rules.states import ENDED, allowed
from backend.messages.service.phones import index_phone
from backend.people.service import read_phones

# A row whose state does not allow the change, or that was claimed anew since, stays as it is. Without
# `attempt` the provider speaks, of which only that one knows.
RECORD = """
update delivery set
    state = fresh.state, next_at = fresh.next_at, denials = fresh.denials, worker = null,
    error = coalesce(fresh.error, case fresh.state when delivery.state then delivery.error end),
    reference = coalesce(fresh.reference, delivery.reference),
    handed_at = case when fresh.state in ('sent', 'delivered') then coalesce(delivery.handed_at, $8)
        else delivery.handed_at end,
    ended_at = case when fresh.ended then $8 end
from unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[], $5::smallint[], $6::text[], $7::boolean[],
        $9::smallint[]) as fresh (id, state, error, next_at, denials, reference, ended, attempt)
join unnest($10::text[], $11::text[]) as allowed (before, after) on allowed.after = fresh.state
where delivery.id = fresh.id and delivery.state = allowed.before and delivery.provider = $12
    and (fresh.attempt is null or fresh.attempt = delivery.attempts)
returning delivery.id, delivery.account, delivery.channel, delivery.contact
"""
END = """
update contact set ended_at = $3, ended_because = ended.because, address_sealed = null, code_sealed = null
from unnest($1::uuid[], $2::text[]) as ended (id, because)
where contact.id = ended.id and ended_at is null
"""
# That an account's phone is not theirs any more, for as long as nobody proves that it is.
END_PHONES = """
insert into contact (id, account, channel, index, label, created_at, ended_at, ended_because)
select id, account, 'sms', index, '', $5, $5, because
from unnest($1::uuid[], $2::uuid[], $3::bytea[], $4::text[]) as ended (id, account, index, because)
"""


class Recorded(msgspec.Struct, frozen=True):
    """A change of one delivery. `attempt`: the claim that it belongs to; None when its provider reports."""

    delivery: uuid.UUID
    change: Change
    reference: str | None = None
    attempt: int | None = None


async def record(provider: str, found: Sequence[Recorded]) -> int:
    """Write down what became of deliveries that `provider` has; returns how many changed."""
    if not found:
        return 0
    now = clock.now()
    rows = sorted(found, key=lambda one: one.delivery)
    columns = [list(column) for column in zip(*(_row(one) for one in rows), strict=True)]
    async with db.transaction(), db.connection() as connection:
        changed = await connection.fetch(
            RECORD, *columns, now, [one.attempt for one in rows], *allowed(), provider
        )
        endings = {one.delivery: one.change.ending for one in rows if one.change.ending}
        ended = [row for row in changed if row["id"] in endings]
        contacts = [(row["contact"], endings[row["id"]]) for row in ended if row["contact"]]
        if contacts:
            await connection.execute(END, *map(list, zip(*contacts, strict=True)), now)
        texted = {row["account"]: endings[row["id"]] for row in ended if row["channel"] == "sms"}
        if texted:
            await _end_phones(texted, now)
    return len(changed)


async def _end_phones(because: Mapping[uuid.UUID, str | None], now: datetime) -> None:
    phones = await read_phones(list(because))
    rows = [(new_id(), account, index_phone(phone), because[account]) for account, phone in phones.items()]
    if rows:
        async with db.connection() as connection:
            await connection.execute(END_PHONES, *map(list, zip(*rows, strict=True)), now)


def _row(one: Recorded) -> tuple[object, ...]:
    change = one.change
    is_over = change.state in ENDED or (change.state in ("sent", "unknown") and change.next_at is None)
    reference, error = _clean(one.reference, 200), _clean(change.error, 60)
    return one.delivery, change.state, error, change.next_at, change.denials, reference, is_over


def _clean(said: str | None, most: int) -> str | None:
    """What a provider said, without what no database keeps."""
    return "".join(filter(str.isprintable, said))[:most] if said else None
