"""What follows from a finding, and no more: a photographed code must never lock its victim out."""

import uuid
from datetime import timedelta

import asyncpg

from backend.core import clock
from backend.core.batches import Connection
from backend.credentials import service as credentials
from backend.evidence.service.finding import Sighting, find
from backend.messages.service import send
from backend.people.service import suspend_device
from backend.places.service import name_places

ONLINE_ONLY = timedelta(days=1)
CLONED_REASON = "离线码被复制 · offline codes were copied"

ACCOUNT = "select account from resident_standing where number = $1"


async def act_on_copy(connection: Connection, kind: str, row: asyncpg.Record) -> bool:
    """Void that one credential, keep the phone online for a day, and tell its holder; False if done before.

    A live code is dead anyway and no phone is to blame, so that an operator is told and nobody else.
    """
    account = await _account_of(connection, row)
    batch = await _batch_of(connection, row)
    one, two = _sightings(row)
    device: uuid.UUID | None = batch["device"] if batch else None
    # Once for a credential: it is void from the first time on, however often its copy was shown before.
    key = f"{kind}:{row['cid'].hex()}"
    if not await find(connection, kind, key, one, two, account=account, device=device):
        return False
    if device is not None:
        now = clock.now()
        await credentials.revoke(connection, [(row["kid"], row["status"])], "copied", now)
        await credentials.online_only_from_now(connection, device, "copied", now + ONLINE_ONLY)
        facts = {**await _venues(row), "at": row["at"]}
        await send(account, "code-copied", facts, key=key)
    return True


async def act_on_clone(connection: Connection, kind: str, row: asyncpg.Record) -> bool:
    """Suspend the phone whose key signs elsewhere too, void all that it carries, and tell its holder."""
    account = await _account_of(connection, row)
    batch = await _batch_of(connection, row)
    one, two = _sightings(row)
    device: uuid.UUID | None = batch["device"] if batch else None
    key = f"{kind}:{row['cid'].hex()}"
    if not await find(connection, kind, key, one, two, account=account, device=device):
        return False
    if device is not None:
        suspension = await suspend_device(device, CLONED_REASON, None)
        await credentials.online_only_from_now(connection, device, "cloned", clock.now() + ONLINE_ONLY)
        facts = {"device": suspension.label, "at": row["at"]}
        await send(account, "device-suspended", facts, key=key)
    return True


async def act_on_distance(connection: Connection, kind: str, row: asyncpg.Record) -> bool:
    """Ask the holder and tell an operator; a reader in the wrong place on the map must do no harm."""
    account = await _account_of(connection, row)
    one, two = _sightings(row)
    # Once a day: a venue that holds many codes of somebody, or is wrong on the map, must not flood them.
    key = f"{kind}:{account.hex}:{row['day']}"
    if not await find(connection, kind, key, one, two, account=account):
        return False
    facts = {**await _venues(row), "at_one": row["at"], "at_two": row["other_at"]}
    await send(account, kind, facts, key=key)
    return True


def _sightings(row: asyncpg.Record) -> tuple[Sighting, Sighting]:
    return (
        Sighting(row["reader"], row["venue"], row["at"]),
        Sighting(row["other_reader"], row["other_venue"], row["other_at"]),
    )


async def _account_of(connection: Connection, row: asyncpg.Record) -> uuid.UUID:
    found: uuid.UUID = await connection.fetchval(ACCOUNT, row["number"])
    return found


async def _batch_of(connection: Connection, row: asyncpg.Record) -> asyncpg.Record | None:
    if row["kid"] is None:
        return None
    return await credentials.find_batch(connection, row["kid"], row["status"])


async def _venues(row: asyncpg.Record) -> dict[str, dict[str, str]]:
    names = await name_places([row["venue"], row["other_venue"]])
    one, two = names[row["venue"]][0].name, names[row["other_venue"]][0].name
    return {
        "venue_one": {"zh-CN": one.zh, "en": one.en},
        "venue_two": {"zh-CN": two.zh, "en": two.en},
    }
