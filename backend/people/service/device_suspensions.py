"""Suspending one device of a person, and lifting it: each a record with author, time and reason."""

import uuid
from typing import Any

from backend.core import clock, db
from backend.core.audit import By, note
from backend.core.ids import new_id
from backend.core.problems import NotFound
from backend.people import schemas
from backend.people.tables import Device, DeviceSuspension

SHOWN_MAX = 20

FIND_OPEN = """
select device.id, device.label, suspension.reason, suspension.suspended_at, suspension.suspended_by
from device_suspension as suspension join device on device.suspension = suspension.id
where suspension.account = $1 and suspension.lifted_at is null
order by suspension.id desc limit $2
"""


async def suspend_device(device: uuid.UUID, reason: str, by: uuid.UUID | None) -> schemas.DeviceSuspension:
    """The suspension that now stands: this one, or the one that was there before.

    From this moment the device shows no codes, and its owner cannot confirm themselves on it; their other
    devices go on working. `by`: an operator's account, or None when the city found it by itself.
    NotFound when the device is forgotten.
    """
    async with db.transaction():
        found = await _lock(device)
        if found["suspension"] is not None:
            standing = await DeviceSuspension.objects().get(DeviceSuspension.id == found["suspension"])
            assert standing is not None  # noqa: S101  # the foreign key says so
            return schemas.DeviceSuspension(
                found["label"], standing.reason, standing.suspended_at, standing.suspended_by
            )
        now = clock.now()
        record = DeviceSuspension(
            id=new_id(),
            device=device,
            account=found["account"],
            reason=reason,
            suspended_by=by,
            suspended_at=now,
        )
        await record.save()
        await Device.update({Device.suspension: record.id}).where(Device.id == device)
        await _note("device-suspended", by, found["account"], device)
    return schemas.DeviceSuspension(found["label"], reason, now, by)


async def lift_device_suspension(device: uuid.UUID, by: uuid.UUID) -> None:
    """End the device's suspension at once; a device that is not suspended stays as it is."""
    async with db.transaction():
        found = await _lock(device)
        if found["suspension"] is None:
            return
        await Device.update({Device.suspension: None}).where(Device.id == device)
        await DeviceSuspension.update(
            {DeviceSuspension.lifted_at: clock.now(), DeviceSuspension.lifted_by: by}
        ).where(DeviceSuspension.id == found["suspension"])
        await _note("device-restored", by, found["account"], device)


async def list_suspended_devices(account: uuid.UUID) -> list[schemas.SuspendedDevice]:
    """The suspended devices of an account, the last suspended first, at most 20."""
    async with db.connection() as connection:
        rows = await connection.fetch(FIND_OPEN, account, SHOWN_MAX)
    return [schemas.SuspendedDevice(**row) for row in rows]


async def _note(action: str, by: uuid.UUID | None, account: uuid.UUID, device: uuid.UUID) -> None:
    actor = By("city") if by is None else By("operator", by)
    await note(action, actor, account=account, device=str(device))


async def _lock(device: uuid.UUID) -> dict[str, Any]:
    """A device's row, now ours alone; NotFound without one."""
    found = (
        await Device.select(Device.account, Device.label, Device.suspension)
        .where(Device.id == device)
        .lock_rows("NO KEY UPDATE")
    )
    if not found:
        raise NotFound
    return found[0]
