"""Browsers that show notices: each belongs to whoever signed in there last."""

from collections.abc import Sequence

import msgspec

from backend.core import clock, db, idempotency
from backend.core.actors import Resident
from backend.core.ids import new_id
from backend.core.sealing import seal
from backend.messages.errors import PushAway
from backend.messages.ports import Provider
from backend.messages.schemas import Contact, NewSubscription, PushKey
from backend.messages.service.own_contacts import index_address, require_room, view
from backend.people.service import require_confirmed

# What another account had of it is over, and so is an earlier subscription of the same browser.
MOVE = """
update contact set ended_at = $2, ended_because = case account when $3 then 'replaced' else 'moved' end,
    address_sealed = null
where channel = 'push' and ended_at is null
    and (index = $1 and account <> $3 or index <> $1 and account = $3 and device = $4)
"""
ADD = """
insert into contact (id, account, channel, address_sealed, index, label, device, created_at, confirmed_at)
values ($1, $2, 'push', $3, $4, $5, $6, $7, $7)
on conflict (index) where channel = 'push' and ended_at is null do update set
    account = excluded.account, address_sealed = excluded.address_sealed, label = excluded.label,
    device = excluded.device, created_at = excluded.created_at, confirmed_at = excluded.confirmed_at
returning *
"""


async def add_subscription(resident: Resident, new: NewSubscription, key: str) -> Contact:
    """The browser; the same one again is the same contact. No code is needed: nobody else knows its endpoint.

    TooManyContacts; DeviceNotConfirmed or DeviceSuspended as for the inbox.
    """
    require_confirmed(resident)

    async def work() -> Contact:
        now = clock.now()
        index = index_address(new.endpoint)
        address = msgspec.json.encode(
            {"endpoint": new.endpoint, "p256dh": new.p256dh, "auth": new.auth}
        ).decode()
        async with db.connection() as connection:
            await connection.execute(MOVE, index, now, resident.account, resident.device)
            await require_room(resident.account)
            row = await connection.fetchrow(
                ADD,
                new_id(),
                resident.account,
                seal(address, field="contact.address"),
                index,
                " ".join(new.label.split()),
                resident.device,
                now,
            )
        return view(row)

    return await idempotency.once(f"messages:{resident.account}", key, ("push", new), Contact, work)


def read_push_key(providers: Sequence[Provider]) -> PushKey:
    """The key that subscriptions are made for; PushAway where nobody pushes."""
    for provider in providers:
        key = getattr(provider, "public_key", None)
        if provider.channel == "push" and isinstance(key, str):
            return PushKey(key)
    raise PushAway
