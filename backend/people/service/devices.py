"""The devices of an account, as their owner sees and removes them."""

import uuid

from backend.core import actors, clock, db
from backend.core.problems import NotFound
from backend.people import schemas
from backend.people.errors import DeviceNotConfirmed, DeviceSuspended
from backend.people.tables import Account, Device, Session

SHOWN_MAX = 100


async def list_devices(resident: actors.Resident) -> schemas.Devices:
    """The resident's devices, the last seen first, at most 100."""
    rows = (
        await Device.select()
        .where((Device.account == resident.account) & Device.removed_at.is_null())
        .order_by(Device.last_seen_at, ascending=False)
        .limit(SHOWN_MAX)
    )
    return schemas.Devices(
        [
            schemas.Device(
                id=row["id"],
                label=row["label"],
                created_at=row["created_at"],
                last_seen_at=row["last_seen_at"],
                this_device=row["id"] == resident.device,
                confirmed=row["confirmed_at"] is not None and row["suspension"] is None,
                suspended=row["suspension"] is not None,
            )
            for row in rows
        ]
    )


def require_confirmed(resident: actors.Resident) -> None:
    """Nothing on a device that is confirmed; else DeviceSuspended or DeviceNotConfirmed.

    For what only its owner may read: a phone number may have been given to somebody new.
    """
    if resident.device_suspended:
        raise DeviceSuspended
    if not resident.confirmed:
        raise DeviceNotConfirmed


async def remove_device(resident: actors.Resident, device_id: uuid.UUID) -> None:
    """Sign a device out at once; when it comes back, it is new and must be confirmed again.

    One that is suspended comes back suspended. Once a person is confirmed, only a confirmed device may
    remove others (DeviceNotConfirmed): whoever has just got hold of the phone number cannot throw the owner
    out. Somebody else's device is NotFound.
    """
    if device_id != resident.device and not resident.confirmed and await _is_identified(resident.account):
        raise DeviceNotConfirmed
    now = clock.now()
    async with db.transaction():
        removed = (
            await Device.update({Device.removed_at: now})
            .where(
                (Device.id == device_id) & (Device.account == resident.account) & Device.removed_at.is_null()
            )
            .returning(Device.id)
        )
        if not removed:
            raise NotFound
        await Session.update({Session.ended_at: now, Session.ended_because: "device-removed"}).where(
            (Session.device == device_id) & Session.ended_at.is_null()
        )


async def _is_identified(account_id: uuid.UUID) -> bool:
    return bool(await Account.exists().where((Account.id == account_id) & Account.born_on.is_not_null()))
