"""What operators do about a single device of a resident."""

import uuid

from litestar import Controller, delete, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from backend.core.actors import Resident
from backend.people import schemas, service


class Devices(Controller):
    """What operators do about a single device of a resident."""

    path = "/v1/devices"
    tags = ("people",)

    @put("/{device_id:uuid}/suspension")
    async def suspend(
        self,
        device_id: FromPath[uuid.UUID],
        data: JSONBody[schemas.GivenReason],
        operator: NamedDependency[Resident],
    ) -> schemas.DeviceSuspension:
        """Suspend a device; it works at once, and the person's other devices go on working."""
        return await service.suspend_device(device_id, data.reason, operator.account)

    @delete("/{device_id:uuid}/suspension")
    async def lift(self, device_id: FromPath[uuid.UUID], operator: NamedDependency[Resident]) -> None:
        """End a device's suspension."""
        await service.lift_device_suspension(device_id, operator.account)
